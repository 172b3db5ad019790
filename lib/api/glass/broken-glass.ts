import { answerCanary, breakGlass as break_, judgeBrokenGlass as judge } from "../../approvals/index";
import { AppError } from "../../base/index";
import type { Handler } from "../handler";
import { readBrokenGlass } from "./read-broken-glass";

/** Lists uses of the right to break the glass: those that wait for a judgement first, then the latest. */
export const listBrokenGlass: Handler<"listBrokenGlass"> = async (_, person) => ({
  items: await readBrokenGlass(person),
});

/** Gives what is asked for a few minutes, without the approvals it takes. */
export const breakGlass: Handler<"breakGlass"> = async ({ id, digest, reason }, person) => {
  // Whoever would give it all the same has answered it.
  if (await answerCanary(person, id, { answer: "approve", digest, reason }))
    throw new AppError("APPROVAL_DECIDED", "This was a canary: it is answered, and nothing was given.");
  return one(await readBrokenGlass(person, { id: await break_(person, id, { digest, reason }) }));
};

/** Says whether breaking the glass was justified. */
export const judgeBrokenGlass: Handler<"judgeBrokenGlass"> = async ({ id, judgement, words }, person) => {
  await judge(person, id, { judgement, words });
  return one(await readBrokenGlass(person, { id }));
};

function one<T>([first]: readonly T[]): T {
  if (first === undefined) throw new AppError("NOT_FOUND", "Nobody broke the glass under this id.");
  return first;
}
