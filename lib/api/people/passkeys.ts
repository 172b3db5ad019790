import { listPasskeysOf, revokePasskey } from "../../identity/index";
import { toPasskeyView } from "../account/passkeys";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Lists a person's passkeys, revoked ones too. */
export const listPersonPasskeys: Handler<"listPersonPasskeys"> = async ({ id }) => ({
  items: (await listPasskeysOf(id)).map(toPasskeyView),
});

/** Revokes a person's passkey. */
export const revokePersonPasskey: Handler<"revokePersonPasskey"> = async ({ id, passkey, reason }, person) => {
  await revokePasskey(person, { humanId: id, passkeyId: passkey, reason });
  return DONE;
};
