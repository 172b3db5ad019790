import type { Passkey } from "../../generated/prisma/client";
import { AppError, type AuthenticatorData, isAppError, readAuthenticatorData } from "../base/index";
import type { Tx } from "../db/index";
import { requirePlace, userHandleOf } from "./begin-enrolment";
import { readClientData } from "./client-data";
import type { Assertion, PasskeyPlace } from "./schema";
import { loadWebAuthn } from "./webauthn";

export type AssertionQuestion = {
  humanId: string;
  assertion: Assertion;
  /** The bytes that were to be signed, base64url. */
  challenge: string;
  /** Whether a passkey that is synced is not enough. */
  deviceBound: boolean;
};

/** A signature that holds, with everything that proves it again later. Bytes are base64url. */
export type CheckedAssertion = {
  passkey: Passkey;
  place: Pick<PasskeyPlace, "rpId" | "origin">;
  counter: { before: number; after: number };
  flags: number;
  userHandle: string;
};

/**
 * Checks that one of a person's passkeys has signed exactly these bytes, at our own address, after checking that it is
 * them; and counts its use. In the caller's transaction: what is signed and the use are stored together or not at all.
 *
 * @throws SIGNATURE_INVALID with why it does not hold; PASSKEYS_UNAVAILABLE.
 * Source: WebAuthn Level 3 §7.2.
 */
export async function checkAssertion(tx: Tx, question: AssertionQuestion): Promise<CheckedAssertion> {
  const place = requirePlace();
  const passkey = await lockPasskey(tx, question);
  const said = readSaid(question);
  requireOurs(said, { passkey, place });
  await requireSignature(question, { passkey, place });
  await tx.$executeRaw`UPDATE passkey SET counter = ${said.data.counter}::bigint, backed_up = ${said.data.backedUp},
    used_at = clock_timestamp() WHERE id = ${passkey.id}::uuid`;
  return {
    passkey,
    place: { rpId: place.rpId, origin: place.origin },
    counter: { before: Number(passkey.counter), after: said.data.counter },
    flags: said.data.flags,
    userHandle: userHandleOf(question.humanId),
  };
}

const invalid = (sentence: string, detail?: Record<string, unknown>) =>
  new AppError("SIGNATURE_INVALID", sentence, detail);

/** Locks the passkey: two signatures at once are counted one after the other, and a revocation waits or was first. */
async function lockPasskey(tx: Tx, { humanId, assertion, deviceBound }: AssertionQuestion): Promise<Passkey> {
  await tx.$queryRaw`SELECT 1 FROM passkey WHERE credential_id = ${assertion.id} AND human_id = ${humanId}::uuid FOR UPDATE`;
  const passkey = await tx.passkey.findFirst({ where: { credentialId: assertion.id, humanId } });
  if (!passkey) throw invalid("This passkey is not one of yours here.");
  if (passkey.revokedAt) throw invalid(`The passkey “${passkey.name}” was revoked.`);
  if (deviceBound && !passkey.deviceBound)
    throw invalid(`A rule asks for a passkey that cannot leave its device, and “${passkey.name}” is synced.`);
  return passkey;
}

type Said = {
  origin: string;
  crossOrigin: boolean;
  userHandle: string | undefined;
  data: AuthenticatorData;
  own: string;
};

function readSaid({ assertion, humanId }: AssertionQuestion): Said {
  const client = readClientData(assertion.response.clientDataJSON);
  if (!client) throw invalid("What the browser says of the signature cannot be read.");
  const crossOrigin = client.crossOrigin === true || client.topOrigin !== undefined;
  const data = readable(() => readAuthenticatorData(Buffer.from(assertion.response.authenticatorData, "base64url")));
  return {
    origin: client.origin,
    crossOrigin,
    userHandle: assertion.response.userHandle,
    data,
    own: userHandleOf(humanId),
  };
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isAppError(error) ? error : invalid("What the passkey says cannot be read.");
  }
}

/** What can be said in a sentence of its own; the library checks all of it again, and the rest. */
function requireOurs(said: Said, { passkey, place }: { passkey: Passkey; place: PasskeyPlace }): void {
  const { data } = said;
  if (said.origin !== place.origin) throw invalid("It was signed at another address.");
  if (said.crossOrigin) throw invalid("It was signed inside another site.");
  if (said.userHandle && said.userHandle !== said.own) throw invalid("The passkey is somebody else’s.");
  if (!data.userVerified) throw invalid("The passkey did not check that it is you, by PIN, finger or face.");
  if (data.backupEligible === passkey.deviceBound)
    throw invalid(`The passkey “${passkey.name}” says something else about itself than when it was enrolled.`);
  if ((data.counter > 0 || passkey.counter > 0n) && BigInt(data.counter) <= passkey.counter)
    throw invalid(`The counter of “${passkey.name}” went back, as that of a copy would. Revoke it.`, { copied: true });
}

async function requireSignature(
  { assertion, challenge }: AssertionQuestion,
  { passkey, place }: { passkey: Passkey; place: PasskeyPlace },
): Promise<void> {
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  const verified = await verifyAuthenticationResponse({
    response: { ...assertion, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
      counter: Number(passkey.counter),
    },
  }).then(
    (answer) => answer.verified,
    () => false, // it throws for what it refuses
  );
  if (!verified) throw invalid("The signature does not verify: it is not by this passkey, or of something else.");
}
