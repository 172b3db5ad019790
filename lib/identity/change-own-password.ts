import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { endSessionsOf } from "./end-session";
import { hashPassword, verifyPassword } from "./hash-password";
import { forgetSessions } from "./read-session";
import { passwordProblem, type SignedIn } from "./schema";
import { countAttempt, forgiveAttempt } from "./sign-in-attempts";
import { readHuman } from "./store";

/**
 * Changes one's own password. All other sessions of the person end; this one stays. Access tokens stay.
 *
 * @throws INVALID_INPUT with `fields` when the present password is wrong or the new one weak; RATE_LIMITED after too
 *   many wrong ones; CONFIG_OWNED when the configuration file sets it.
 */
export async function changeOwnPassword(
  signedIn: SignedIn,
  passwords: { current: string; next: string },
): Promise<void> {
  const { id, email, name } = signedIn.human;
  const known = await readHuman(id);
  if (known?.state !== "active") throw new AppError("NOT_SIGNED_IN");
  if (known.passwordSource === "config")
    throw new AppError("CONFIG_OWNED", "The configuration file sets your password; change it there.");
  const weak = passwordProblem(passwords.next, { email, name });
  if (weak) throw wrongField("next", weak);
  const attempt = await countAttempt(email, null);
  const { right } = await verifyPassword(passwords.current, known.passwordHash);
  if (!right) throw wrongField("current", "This is not your present password.");
  const passwordHash = await hashPassword(passwords.next);
  await inTransaction(async (tx) => {
    await forgiveAttempt(tx, attempt);
    const { count } = await tx.human.updateMany({
      where: { id, state: "active", passwordHash: known.passwordHash },
      data: { passwordHash },
    });
    if (count === 0) throw wrongField("current", "Your password was changed a moment ago, elsewhere.");
    await endSessionsOf(tx, id, signedIn.sessionHash);
    await record(tx, { kind: "human.password_set", humanId: id, facts: { person: { id, email }, by: "self" } });
  });
  forgetSessions();
}

const wrongField = (field: string, sentence: string) =>
  new AppError("INVALID_INPUT", sentence, { fields: { [field]: sentence } });
