import { AppError } from "../base/index";
import { open, seal } from "../credentials/index";

export type SecretName = "password" | "url" | "secret";
export type Secrets = Partial<Record<SecretName, string>>;

const NAMES: readonly SecretName[] = ["password", "url", "secret"];
/** One channel's secret copied to another's row, or to another field, does not open. */
const bindingOf = (channelId: string, name: SecretName) => `channel:${channelId}:${name}`;

/** Seals a channel's secrets, each for that channel and that use only. */
export function sealSecrets(channelId: string, secrets: Secrets): Secrets {
  return mapSecrets(secrets, (name, value) => seal(bindingOf(channelId, name), value));
}

/**
 * Opens what `sealSecrets` sealed.
 *
 * @throws CREDENTIAL_MISSING when it was sealed with another key or for another channel.
 */
export function openSecrets(channelId: string, sealed: Secrets): Secrets {
  try {
    return mapSecrets(sealed, (name, value) => open(bindingOf(channelId, name), value));
  } catch {
    throw new AppError(
      "CREDENTIAL_MISSING",
      "The channel's secret cannot be opened with this installation's sealing key. Set it again.",
    );
  }
}

/** Which secrets there are. */
export const secretNames = (secrets: Secrets): SecretName[] => NAMES.filter((name) => secrets[name] !== undefined);

function mapSecrets(secrets: Secrets, turn: (name: SecretName, value: string) => string): Secrets {
  const result: Secrets = {};
  for (const name of NAMES) {
    const value = secrets[name];
    if (value !== undefined) result[name] = turn(name, value);
  }
  return result;
}
