import type { IncomingMessage } from "node:http";
import { LRUCache } from "lru-cache";
import { AppError, digestOf } from "../../base/index";
import { addressOf, humanFromAccessToken, humanFromCookies, type Person } from "../../identity/index";
import { FailureLimit } from "./failure-limit";

/** Access tokens that are none, by address and minute: they cost a question to the database each. */
const wrongTokens = new FailureLimit(60);
/** Digests of tokens that were good a while ago: somebody else's wrong ones from the same address do not lock them out. */
const goodTokens = new LRUCache<string, true>({ max: 1000, ttl: 600_000 });

/**
 * Tells who sent a request: by access token when it brings one, else by the session in its cookies. A token that is
 * not good is never made up for by a cookie.
 *
 * @throws NOT_SIGNED_IN; RATE_LIMITED after too many wrong tokens; UNAVAILABLE when nobody can tell.
 */
export async function identifyPerson(request: IncomingMessage): Promise<Person> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return byToken(request, authorization);
  // What a page asks by itself does not keep a session awake; what a person does, does.
  const signedIn = await humanFromCookies(cookie, request.method === "GET" ? "page" : "person");
  if (!signedIn) throw new AppError("NOT_SIGNED_IN", "Sign in, or send an access token as Authorization: Bearer.");
  return signedIn;
}

async function byToken(request: IncomingMessage, authorization: string): Promise<Person> {
  const from = addressOf(request) ?? "";
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1];
  const digest = digestOf(token ?? "");
  if (!goodTokens.has(digest))
    wrongTokens.refuse(from, "Too many access tokens that are not good came from this address.");
  const holder = token === undefined ? null : await humanFromAccessToken(token);
  if (holder) goodTokens.set(digest, true);
  if (holder) return holder;
  goodTokens.delete(digest);
  wrongTokens.count(from);
  throw new AppError("NOT_SIGNED_IN", "This access token is unknown, revoked or expired.");
}
