import { record } from "../audit/index";
import { AppError, coseKey, newId } from "../base/index";
import { inTransaction, isDuplicate, type Tx } from "../db/index";
import { requirePlace } from "./begin-enrolment";
import { readClientData } from "./client-data";
import { toPasskeyRow, usablePasskeys } from "./passkey-store";
import { type Attestation, PASSKEYS_MOST, type PasskeyPlace, type PasskeyRow, type SignedIn } from "./schema";
import { readHuman } from "./store";
import { loadWebAuthn } from "./webauthn";

export type FinishedEnrolment = { id: string; name: string; attestation: Attestation };

/**
 * Enrols the passkey that the browser has made. Whether it holds or not, the challenge is spent.
 *
 * @throws SIGNING_SPENT when the enrolment was used, has run out, or was begun elsewhere; PASSKEY_REFUSED with why.
 */
export async function finishEnrolment(signedIn: SignedIn, finished: FinishedEnrolment): Promise<PasskeyRow> {
  const place = requirePlace();
  const challenge = await inTransaction((tx) => takeChallenge(tx, signedIn, finished.id));
  const made = await checkAttestation(finished.attestation, { challenge, place });
  try {
    return await inTransaction((tx) => enrol(tx, signedIn, { ...made, name: finished.name, place }));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new AppError("PASSKEY_REFUSED", "This passkey is enrolled already.");
  }
}

async function takeChallenge(tx: Tx, { human, sessionHash }: SignedIn, id: string): Promise<string> {
  const rows = await tx.$queryRaw<{ challenge: string }[]>`
    UPDATE passkey_enrolment SET used_at = clock_timestamp()
    WHERE id = ${id}::uuid AND human_id = ${human.id}::uuid AND session_hash = ${sessionHash}
      AND used_at IS NULL AND expires_at > clock_timestamp()
    RETURNING challenge`;
  const [row] = rows;
  if (!row)
    throw new AppError("SIGNING_SPENT", "The enrolment took more than 5 min, or was finished already. Begin again.");
  return row.challenge;
}

type Made = {
  credentialId: string;
  publicKey: string;
  alg: number;
  counter: bigint;
  transports: string[];
  deviceBound: boolean;
  backedUp: boolean;
  aaguid: string;
  attestation: string;
  clientData: string;
};

async function checkAttestation(
  given: Attestation,
  { challenge, place }: { challenge: string; place: PasskeyPlace },
): Promise<Made> {
  const { verifyRegistrationResponse } = await loadWebAuthn();
  // The library takes a passkey that was made inside another site's frame; we do not.
  if (readClientData(given.response.clientDataJSON)?.crossOrigin) throw refused("it was made inside another site");
  const checked = await verifyRegistrationResponse({
    // The schema leaves what is verified; the extensions' results are not used.
    response: { ...given, clientExtensionResults: {}, response: { ...given.response, transports: undefined } },
    expectedChallenge: challenge,
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [-8, -7, -257],
  }).catch((error: unknown) => {
    throw refused(whyNot(error));
  });
  if (!checked.verified) throw refused("its statement does not verify");
  const { credential, credentialDeviceType, credentialBackedUp, aaguid } = checked.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    alg: algOf(credential.publicKey),
    counter: BigInt(credential.counter),
    transports: given.response.transports ?? [],
    deviceBound: credentialDeviceType === "singleDevice",
    backedUp: credentialBackedUp,
    aaguid,
    attestation: given.response.attestationObject,
    clientData: given.response.clientDataJSON,
  };
}

function algOf(publicKey: Uint8Array): number {
  try {
    return coseKey(publicKey).alg;
  } catch {
    throw refused("its key is of a kind that cannot be verified here");
  }
}

const refused = (why: string) => new AppError("PASSKEY_REFUSED", `The passkey was not accepted: ${why}.`);

function whyNot(error: unknown): string {
  const said = error instanceof Error ? error.message : "";
  if (/user verification|could not be verified/i.test(said))
    return "it did not check that it is you, by PIN, finger or face";
  if (/origin/i.test(said)) return "it was made at another address";
  if (/challenge/i.test(said)) return "it answers another question than was asked";
  return "its statement does not verify";
}

async function enrol(
  tx: Tx,
  { human }: SignedIn,
  { place, ...made }: Made & { name: string; place: PasskeyPlace },
): Promise<PasskeyRow> {
  // Held: a disabling that runs at this moment waits, and two enrolments at once are counted one after the other.
  await tx.$executeRaw`SELECT 1 FROM human WHERE id = ${human.id}::uuid FOR NO KEY UPDATE`;
  const owner = await readHuman(human.id, tx);
  if (owner?.state !== "active") throw new AppError("NOT_SIGNED_IN");
  if ((await usablePasskeys(tx, human.id, place.rpId)).length >= PASSKEYS_MOST)
    throw new AppError("PASSKEY_REFUSED", `You have ${PASSKEYS_MOST} passkeys already. Revoke one first.`);
  const row = await tx.passkey.create({
    data: { id: newId(), humanId: human.id, rpId: place.rpId, origin: place.origin, ...made },
  });
  const { name, deviceBound, aaguid, alg, credentialId } = made;
  const facts = { passkey: row.id, name, deviceBound, aaguid, alg, credentialId };
  await record(tx, { kind: "passkey.enrolled", humanId: human.id, facts });
  return toPasskeyRow(row);
}
