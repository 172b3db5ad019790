import { LRUCache } from "lru-cache";
import { shared } from "../base/index";
import type { Identified } from "./identified";

/** A token that was verified: who it names, for which server, and Date.now() from which it is refused. */
export type VerifiedToken = { readonly who: Identified; readonly server: string; readonly expiresAt: number };

/** Bounds the memory of verified tokens: about 1 kB each. */
const TOKENS_KEPT = 10_000;

let kept: LRUCache<string, VerifiedToken> | undefined;

/** The verified tokens by the whole header that they came in. On the way of every call: looked up once per process. */
export function verifiedTokens(): LRUCache<string, VerifiedToken> {
  kept ??= shared("tokens.verified", () => new LRUCache<string, VerifiedToken>({ max: TOKENS_KEPT }));
  return kept;
}
