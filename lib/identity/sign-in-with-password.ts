import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { verifyPassword } from "./hash-password";
import { type Human, signingInSchema } from "./schema";
import { countAttempt, forgiveAttempt } from "./sign-in-attempts";
import { readHumanByEmail, toHuman } from "./store";

/**
 * Checks an e-mail and a password. Unknown e-mails, disabled people and people without a password get the same answer
 * after the same work as a wrong password.
 *
 * @param address Of the browser, for the rate limit; null when nobody can say.
 * @throws SIGN_IN_FAILED; RATE_LIMITED with `retryAfterSeconds`; UNAVAILABLE.
 */
export async function signInWithPassword(
  input: { email: string; password: string },
  address: string | null,
): Promise<Human> {
  const parsed = signingInSchema.safeParse(input);
  if (!parsed.success) throw failed();
  const { email, password } = parsed.data;
  const attempt = await countAttempt(email, address);
  const known = await inTransaction((tx) => readHumanByEmail(email, tx));
  const { right, fresh } = await verifyPassword(password, known?.passwordHash ?? null);
  if (!known || !right || known.state !== "active") throw failed();
  await inTransaction(async (tx) => {
    await forgiveAttempt(tx, attempt);
    // only the hash that was checked is replaced: the password may have been changed meanwhile
    if (fresh)
      await tx.human.updateMany({
        where: { id: known.id, passwordHash: known.passwordHash },
        data: { passwordHash: fresh },
      });
  });
  return toHuman(known);
}

const failed = () => new AppError("SIGN_IN_FAILED", "E-mail or password is wrong.");
