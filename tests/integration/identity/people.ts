import { listEntries } from "../../../lib/audit/index";
import { digestOf, newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { hashPassword } from "../../../lib/identity/hash-password";
import { forgetTokens } from "../../../lib/identity/human-from-access-token";
import { configureIdentity, type IdentitySettings } from "../../../lib/identity/index";
import { forgetSessions, sessionIsAlive } from "../../../lib/identity/read-session";
import type { Role, SignedIn } from "../../../lib/identity/schema";
import { startSession } from "../../../lib/identity/start-session";
import { insertHuman, toHuman } from "../../../lib/identity/store";

export const PASSWORD = "heron-on-a-quiet-river";
export const SECRET = "a secret for tests of at least 32 characters";
/** A thousandth of the real price: what is tested is the way, not the wait. */
export const CHEAP = { cost: 2 ** 7, blockSize: 8, parallelism: 1 };

/** Configures sign-in as a test file needs it. */
export function configure(given: Partial<IdentitySettings> = {}): void {
  configureIdentity({ publicUrl: "http://localhost:3000", secret: SECRET, passwordWork: CHEAP, ...given });
}

/** Deletes every person and what hangs on them; the log stays. */
export async function sendEverybodyAway(): Promise<void> {
  await db().agent.deleteMany();
  await db().accessToken.deleteMany();
  await db().session.deleteMany();
  await db().link.deleteMany();
  await db().signInAttempt.deleteMany();
  await db().human.deleteMany();
  forgetSessions();
  forgetTokens();
}

let count = 0;

/** Stores a person with a session, as if they had come in long ago. */
export async function person(name: string, roles: Role[], source: "page" | "config" = "page"): Promise<SignedIn> {
  count += 1;
  const email = `${name}-${count}@example.com`;
  const passwordHash = await hashPassword(PASSWORD);
  const human = toHuman(
    await inTransaction((tx) => insertHuman(tx, { id: newId(), email, name, roles, source, passwordHash })),
  );
  const sid = await signIn(human.id);
  return { via: "page", human, sessionHash: digestOf(sid) };
}

/** Starts a session for a person and gives its secret id. */
export const signIn = (humanId: string): Promise<string> =>
  startSession(humanId, { by: "password", visitor: { address: "192.0.2.1", agent: "test" }, replaces: null });

/** Asks the database whether a session is alive, past the cache. */
export async function isAlive(sessionHash: string): Promise<boolean> {
  forgetSessions();
  forgetTokens();
  return (await sessionIsAlive(sessionHash)) !== null;
}

/** The kinds of the entries written since `seq`, in order. */
export async function kindsSince(seq: bigint): Promise<string[]> {
  return (await entriesSince(seq)).map((entry) => entry.kind);
}

export const entriesSince = (seq: bigint) => listEntries({ after: seq }, 1000, "oldest");

/** The number of the latest entry. */
export async function latest(): Promise<bigint> {
  const [entry] = await listEntries({}, 1, "newest");
  return BigInt(entry?.seq ?? 0);
}

/** The token in a link's address. */
export const tokenOf = (link: { url: string }): string => link.url.split("/").at(-1) ?? "";

/** The error that a promise ends in; fails when it does not. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string; detail?: unknown }> {
  return work.then(
    () => {
      throw new Error("it was not refused");
    },
    (error: { code: string; message: string; detail?: unknown }) => error,
  );
}
