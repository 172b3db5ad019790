import { listEntries } from "../../../lib/audit/index";

/** The number of the latest entry. */
export async function latest(): Promise<bigint> {
  const [entry] = await listEntries({}, 1, "newest");
  return BigInt(entry?.seq ?? 0);
}

/** The entries written since `seq`, in order. */
export const entriesSince = (seq: bigint) => listEntries({ after: seq }, 1000, "oldest");

/** Their kinds. */
export const kindsSince = async (seq: bigint) => (await entriesSince(seq)).map((entry) => entry.kind);

/** The error that a piece of work ends in; fails when it does not. */
export async function refusal(work: () => unknown): Promise<{ code: string; message: string; detail?: unknown }> {
  try {
    await work();
  } catch (error) {
    return error as { code: string; message: string; detail?: unknown };
  }
  throw new Error("it was not refused");
}

export const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
