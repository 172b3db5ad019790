import { type Absence, comeBack as back, goAway as go, listAbsences as list } from "../../identity/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";
import type { AbsenceRow } from "./schema";

/** An absence as everybody sees it. */
export const toAbsenceRow = ({ human, delegate, note, from, until }: Absence): AbsenceRow => ({
  human,
  delegate,
  note,
  from: from.toISOString(),
  until: until.toISOString(),
});

/** Lists who is away now. */
export const listAbsences: Handler<"listAbsences"> = async () => ({ items: (await list()).map(toAbsenceRow) });

/** Says until when one is away, and who stands for one. */
export const goAway: Handler<"goAway"> = async (going, signedIn) => toAbsenceRow(await go(signedIn, going));

/** Says that one is here again. */
export const comeBack: Handler<"comeBack"> = async (_, signedIn) => {
  await back(signedIn);
  return DONE;
};
