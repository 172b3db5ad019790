import { COMMON_PASSWORDS } from "./common-passwords";

/** Length of a password, in characters. Source: OWASP ASVS 5.0 §6.2.1 (8 at least, 15 recommended), §6.2.9 (64 at least allowed). */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

/** Brings a password to the one form that is hashed, so that two keyboards mean the same. Source: NIST SP 800-63B-4 §3.1.1.2. */
export const normalPassword = (password: string): string => password.normalize("NFKC");

/**
 * Says what is wrong with a new password, in a sentence for the field, or null when nothing is.
 *
 * @param about The person's e-mail and name: a password must not repeat them.
 */
export function passwordProblem(password: string, about: { email?: string; name?: string }): string | null {
  const text = normalPassword(password);
  const length = [...text].length;
  if (length === 0) return `Choose a password of at least ${PASSWORD_MIN} characters.`;
  if (length < PASSWORD_MIN) return `At least ${PASSWORD_MIN} characters; this has ${length}.`;
  if (length > PASSWORD_MAX) return `At most ${PASSWORD_MAX} characters.`;
  const folded = text.toLowerCase();
  const email = about.email?.toLowerCase() ?? "";
  const repeats = [email, email.split("@")[0], about.name?.toLowerCase()].some(
    (own) => own && own.length >= 4 && folded.replace(own, "").length < PASSWORD_MIN / 2,
  );
  if (repeats) return "This repeats your e-mail or name. Use something else.";
  if (new Set(folded).size < 5 || isRun(folded)) return "This is one pattern repeated. Use something less regular.";
  if (COMMON_PASSWORDS.has(folded) || COMMON_PASSWORDS.has(folded.replace(/[^a-z]+$/, "")))
    return "This is among the passwords that are tried first. Use something else.";
  return null;
}

/** Tells a text whose characters only ever go up or down by one: abcdef…, 987654…. */
function isRun(text: string): boolean {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  return [...steps].filter((step) => step !== 1 && step !== -9 && step !== 9 && step !== -1).length === 0;
}
