import { randomFillSync } from "node:crypto";

/** Asking the system's generator costs as much for 16 bytes as for thousands. */
const POOL_BYTES = 8192;
const pool = Buffer.allocUnsafeSlow(POOL_BYTES);
let used = POOL_BYTES;

/**
 * Random bytes of the system's generator, each handed out once. For ids and salts, of which every call needs several.
 *
 * @param bytes 1–64.
 * @returns A view that is overwritten later: to be turned into text at once.
 */
export function fewRandomBytes(bytes: number): Buffer {
  if (used + bytes > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}
