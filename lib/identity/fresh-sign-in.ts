import { AppError } from "../base/index";
import { db, inTransaction } from "../db/index";
import { verifyPassword } from "./hash-password";
import { FRESH_SECONDS, type SignedIn } from "./schema";
import { countAttempt, forgiveAttempt } from "./sign-in-attempts";
import { readHuman } from "./store";

/**
 * Makes sure that it is the person who acts and not somebody at their open browser: they signed in within the last ten
 * minutes, or give their password now.
 *
 * @throws SIGN_IN_AGAIN with `detail.by`: `password` when giving it is enough, `issuer` when they sign in elsewhere;
 *   INVALID_INPUT with `fields` when the password is wrong; RATE_LIMITED after too many wrong ones.
 */
export async function requireFreshSignIn(signedIn: SignedIn, password: string | undefined): Promise<void> {
  const known = await readHuman(signedIn.human.id);
  if (known?.state !== "active") throw new AppError("NOT_SIGNED_IN");
  if (password !== undefined && known.passwordHash !== null)
    return requirePassword(known.email, known.passwordHash, password);
  const [fresh] = await db().$queryRaw<{ fresh: boolean }[]>`
    SELECT created_at > clock_timestamp() - make_interval(secs => ${FRESH_SECONDS}::int) AS fresh
    FROM session WHERE hash = ${signedIn.sessionHash} AND human_id = ${known.id}::uuid AND ended_at IS NULL`;
  if (!fresh) throw new AppError("NOT_SIGNED_IN");
  if (fresh.fresh) return;
  if (known.passwordHash !== null)
    throw new AppError("SIGN_IN_AGAIN", "Enter your password first.", { by: "password" });
  const minutes = FRESH_SECONDS / 60;
  throw new AppError("SIGN_IN_AGAIN", `Sign out and in again, and come back within ${minutes} min.`, { by: "issuer" });
}

async function requirePassword(email: string, hash: string, password: string): Promise<void> {
  const attempt = await countAttempt(email, null);
  const { right } = await verifyPassword(password, hash);
  if (!right)
    throw new AppError("INVALID_INPUT", "This is not your password.", {
      errors: [{ path: "password", message: "This is not your password." }],
    });
  await inTransaction((tx) => forgiveAttempt(tx, attempt));
}
