import type { Asks, Question, Reply } from "../child";

type Answers<A extends Asks> = {
  [Name in keyof A]: (given: A[Name]["given"]) => A[Name]["answers"] | Promise<A[Name]["answers"]>;
};

/** Tells the run that this process is ready, answers what it asks, and ends with it. */
export function answerAsks<A extends Asks>(
  ready: unknown,
  answers: Answers<A>,
  end: () => Promise<void> = async () => {},
): void {
  process.on("message", (question: Question) => void answer(question, answers[question.name]).then(send));
  const stop = () => void end().finally(() => process.exit(0));
  process.once("disconnect", stop);
  // An interrupt goes to everybody at the terminal; the run itself ends us, in its order.
  process.on("SIGINT", () => {});
  process.once("SIGTERM", stop);
  process.send?.({ ready });
}

async function answer({ id, name, given }: Question, by: ((given: never) => unknown) | undefined): Promise<Reply> {
  try {
    if (!by) throw new Error(`nobody answers ${name}`);
    return { id, answer: await by(given as never) }; // both ends are typed by the same list of asks
  } catch (error) {
    return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const send = (reply: Reply): void => {
  if (process.connected) process.send?.(reply);
};

/** A clock that all processes of a machine share, in milliseconds. */
export const sharedClock = (): number => Number(process.hrtime.bigint()) / 1e6;
