import { record } from "../audit/index";
import { inTransaction } from "../db/index";
import { endAbsence } from "./go-away";
import { lockPeople } from "./people-lock";
import type { SignedIn } from "./schema";

/** Says that somebody is here again before their time away was over. Harmless when they never were away. */
export async function comeBack({ human }: SignedIn): Promise<void> {
  await inTransaction(async (tx) => {
    await lockPeople(tx);
    if (!(await endAbsence(tx, human.id))) return;
    const person = { id: human.id, email: human.email };
    await record(tx, { kind: "human.back", humanId: human.id, facts: { person } });
  });
}
