/** A CBOR value as WebAuthn uses them. */
export type Cbor = number | string | Uint8Array | boolean | null | Cbor[] | Map<Cbor, Cbor>;

const DEEPEST = 8;

/**
 * Reads one CBOR value: integers that a number holds exactly, byte and text strings, arrays, maps, true, false, null.
 * Whatever else CBOR knows (indefinite lengths, floats, tags) no authenticator may send.
 *
 * @returns The value, and how many bytes it took: authenticator data goes on after the key.
 * @throws TypeError when the bytes are something else or end too early.
 * Source: RFC 8949 §3, CTAP 2.1 §8.
 */
export function readCbor(bytes: Uint8Array, start = 0): { value: Cbor; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  const take = (length: number): number => {
    if (at + length > bytes.length) throw new TypeError("CBOR ends too early");
    at += length;
    return at - length;
  };
  const argument = (info: number): number => {
    if (info < 24) return info;
    if (info === 24) return view.getUint8(take(1));
    if (info === 25) return view.getUint16(take(2));
    if (info === 26) return view.getUint32(take(4));
    throw new TypeError("CBOR of another kind");
  };
  const value = (depth: number): Cbor => {
    if (depth > DEEPEST) throw new TypeError("CBOR goes too deep");
    const initial = view.getUint8(take(1));
    const [major, info] = [initial >> 5, initial & 31];
    if (major === 7) return simple(info);
    const n = argument(info);
    if (major === 0) return n;
    if (major === 1) return -1 - n;
    if (major === 2) return bytes.subarray(take(n), at);
    if (major === 3) return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(take(n), at));
    // Each item takes a byte at least: a length that promises more than there is ends above.
    if (major === 4) return Array.from({ length: Math.min(n, bytes.length) }, () => value(depth + 1));
    if (major === 5)
      return new Map(Array.from({ length: Math.min(n, bytes.length) }, () => [value(depth + 1), value(depth + 1)]));
    throw new TypeError("CBOR of another kind");
  };
  return { value: value(0), end: at };
}

function simple(info: number): Cbor {
  if (info === 20 || info === 21) return info === 21;
  if (info === 22) return null;
  throw new TypeError("CBOR of another kind");
}
