import { answerCanary, beginBreaking, breakGlass as break_, judgeBrokenGlass as judge } from "../../approvals/index";
import type { Breaking } from "../../approvals/schema";
import { AppError } from "../../base/index";
import type { Person } from "../../identity/schema";
import type { Handler } from "../handler";
import { readBrokenGlass } from "./read-broken-glass";

/** Lists uses of the right to break the glass: those that wait for a judgement first, then the latest. */
export const listBrokenGlass: Handler<"listBrokenGlass"> = async (_, person) => ({
  items: await readBrokenGlass(person),
});

/** Gives what is asked for a few minutes, without the approvals it takes. */
export const breakGlass: Handler<"breakGlass"> = async ({ id, ...breaking }, person) => {
  await refuseCanary(person, id, breaking);
  return one(await readBrokenGlass(person, { id: await break_(person, id, breaking) }));
};

/** Begins to sign that with a passkey. */
export const signBreakGlass: Handler<"signBreakGlass"> = async ({ id, ...breaking }, signedIn) => {
  await refuseCanary(signedIn, id, breaking);
  const { expiresAt, ...signing } = await beginBreaking(signedIn, id, breaking);
  return { ...signing, expiresAt: expiresAt.toISOString() };
};

/** Whoever would give a canary all the same has answered it. */
async function refuseCanary(person: Person, id: string, { digest, rendering, reason }: Breaking): Promise<void> {
  if (await answerCanary(person, id, { answer: "approve", digest, rendering, reason }))
    throw new AppError("APPROVAL_DECIDED", "This was a canary: it is answered, and nothing was given.");
}

/** Says whether breaking the glass was justified. */
export const judgeBrokenGlass: Handler<"judgeBrokenGlass"> = async ({ id, judgement, words }, person) => {
  await judge(person, id, { judgement, words });
  return one(await readBrokenGlass(person, { id }));
};

function one<T>([first]: readonly T[]): T {
  if (first === undefined) throw new AppError("NOT_FOUND", "Nobody broke the glass under this id.");
  return first;
}
