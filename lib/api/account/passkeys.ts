import {
  beginEnrolment as begin,
  finishEnrolment as finish,
  listPasskeys as list,
  type PasskeyRow,
  renamePasskey as rename,
  revokePasskey as revoke,
} from "../../identity/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** A passkey as the API gives it. */
export const toPasskeyView = (row: PasskeyRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  usedAt: row.usedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

/** Lists one's own passkeys, and says where they work. */
export const listPasskeys: Handler<"listPasskeys"> = async (_, signedIn) => {
  const { items, place } = await list(signedIn);
  return { items: items.map(toPasskeyView), place };
};

/** Begins to enrol a passkey. */
export const beginEnrolment: Handler<"beginEnrolment"> = async ({ password }, signedIn) => {
  const { expiresAt, ...enrolment } = await begin(signedIn, password);
  return { ...enrolment, expiresAt: expiresAt.toISOString() };
};

/** Enrols the passkey that the browser has made. */
export const enrolPasskey: Handler<"enrolPasskey"> = async ({ enrolment, name, attestation }, signedIn) =>
  toPasskeyView(await finish(signedIn, { id: enrolment, name, attestation }));

/** Gives one of one's own passkeys another name. */
export const renamePasskey: Handler<"renamePasskey"> = async ({ id, name }, signedIn) =>
  toPasskeyView(await rename(signedIn, id, name));

/** Revokes one of one's own passkeys. */
export const revokePasskey: Handler<"revokePasskey"> = async ({ id, reason }, signedIn) => {
  await revoke(signedIn, { humanId: signedIn.human.id, passkeyId: id, reason });
  return DONE;
};
