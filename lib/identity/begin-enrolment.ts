import { randomBytes } from "node:crypto";
import { AppError, COSE_ALGORITHMS, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { requireFreshSignIn } from "./fresh-sign-in";
import { usablePasskeys } from "./passkey-store";
import {
  type EnrolmentOptions,
  PASSKEY_OPEN_MOST,
  PASSKEY_SECONDS,
  PASSKEYS_MOST,
  type PasskeyPlace,
  passkeyPlace,
  type SignedIn,
} from "./schema";
import { identitySettings } from "./settings";

export type Enrolment = { id: string; expiresAt: Date; options: EnrolmentOptions };

/**
 * Begins to enrol a passkey: what the browser is to make one with. The challenge is good once, for five minutes, in
 * the session that asked.
 *
 * @param password Asked for when the sign-in is older than ten minutes.
 * @throws PASSKEYS_UNAVAILABLE with what to do when they do not work at this address; SIGN_IN_AGAIN; INVALID_INPUT;
 *   RATE_LIMITED, also when 30 wait unfinished; PASSKEY_REFUSED when the person has 20 already.
 */
export async function beginEnrolment(signedIn: SignedIn, password: string | undefined): Promise<Enrolment> {
  const place = requirePlace();
  await requireFreshSignIn(signedIn, password);
  const challenge = randomBytes(32).toString("base64url");
  return inTransaction(async (tx) => {
    const present = await usablePasskeys(tx, signedIn.human.id, place.rpId);
    if (present.length >= PASSKEYS_MOST)
      throw new AppError("PASSKEY_REFUSED", `You have ${PASSKEYS_MOST} passkeys already. Revoke one first.`);
    const { id, expiresAt } = await keepChallenge(tx, signedIn, challenge);
    const excludeCredentials = present.map((passkey) => ({
      id: passkey.credentialId,
      type: "public-key" as const,
      transports: passkey.transports,
    }));
    return { id, expiresAt, options: { ...optionsFor(signedIn, place), challenge, excludeCredentials } };
  });
}

/** Where passkeys work. @throws PASSKEYS_UNAVAILABLE with what to do when they do not. */
export function requirePlace(): PasskeyPlace {
  const place = passkeyPlace(identitySettings().publicUrl);
  if (place.problem) throw new AppError("PASSKEYS_UNAVAILABLE", place.problem);
  return place;
}

async function keepChallenge(tx: Tx, { human, sessionHash }: SignedIn, challenge: string) {
  const [open] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM passkey_enrolment
    WHERE human_id = ${human.id}::uuid AND used_at IS NULL AND expires_at > clock_timestamp()`;
  if ((open?.count ?? 0) >= PASSKEY_OPEN_MOST) throw tooManyOpen();
  const rows = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
    INSERT INTO passkey_enrolment (id, human_id, session_hash, challenge, expires_at)
    VALUES (${newId()}::uuid, ${human.id}::uuid, ${sessionHash}, ${challenge},
      clock_timestamp() + make_interval(secs => ${PASSKEY_SECONDS}::int))
    RETURNING id, expires_at AS "expiresAt"`;
  const [row] = rows;
  if (!row) throw new Error("an INSERT returned no row");
  return row;
}

function optionsFor(
  { human }: SignedIn,
  place: PasskeyPlace,
): Omit<EnrolmentOptions, "challenge" | "excludeCredentials"> {
  return {
    rp: { id: place.rpId, name: "Countersign" },
    // The handle is the person's id: authenticators keep it readable, so it must not be their e-mail.
    user: { id: userHandleOf(human.id), name: human.email, displayName: human.name },
    pubKeyCredParams: Object.values(COSE_ALGORITHMS).map((alg) => ({ type: "public-key" as const, alg })),
    timeout: PASSKEY_SECONDS * 1000,
    attestation: "none",
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  };
}

/** Somebody, or a page gone wrong, begins again and again: five minutes later there is room. */
export const tooManyOpen = () =>
  new AppError("RATE_LIMITED", "Too many were begun and not finished. Try again in 5 min.", {
    retryAfterSeconds: PASSKEY_SECONDS,
  });

/** The handle under which authenticators keep a person's passkeys. */
export const userHandleOf = (humanId: string): string => Buffer.from(humanId, "utf8").toString("base64url");
