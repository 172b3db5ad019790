import { shared } from "../base/index";

type Holder = { key?: Buffer };
const holder = () => shared<Holder>("credentials.key", () => ({}));

/**
 * Gives this module the installation's sealing key. Called once, by server.ts and by scripts that need it.
 *
 * @param sealingKey Exactly 32 bytes.
 */
export function configureCredentials({ sealingKey }: { sealingKey: Buffer }): void {
  if (sealingKey.length !== 32) throw new Error("the sealing key must be 32 bytes");
  holder().key = Buffer.from(sealingKey);
}

/** The sealing key. Throws a plain Error when nobody configured one: a mistake of ours. */
export function sealingKey(): Buffer {
  const { key } = holder();
  if (!key) throw new Error("credentials are not configured: start through server.ts");
  return key;
}
