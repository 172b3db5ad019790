import { AppError } from "../base/index";
import { failureGate } from "./failure-gate";
import type { Identified } from "./identified";
import { forgetKey, forgetKeys, identifyByKey } from "./identify-by-key";
import { KEY_PREFIX } from "./schema";
import { issuerName, serverOf, tokenSettings } from "./settings";
import { type VerifiedToken, verifiedTokens } from "./verified-tokens";
import { type TokenFacts, type TokenFault, verifyToken } from "./verify-token";

/** Verifying costs a third of a millisecond: an address that sends nothing but rubbish is not worth it for long. */
const gate = failureGate("token", { most: 200, seconds: 10 });

const bearerOf = (authorization = "") => /^Bearer +(\S+)$/i.exec(authorization)?.[1];

/**
 * Tells who comes with a request. Answers at once, without cryptography and without the database, when it has seen
 * the same header before; a token or key that is new to it is verified.
 *
 * @param authorization The request's Authorization header, as it came.
 * @param server The name of the server that the request is for; null at doors that belong to no server.
 * @param address Where the request came from, whose failures are limited together.
 * @returns The agent and its task; a promise of them for an agent key that is not in memory.
 * @throws NOT_SIGNED_IN when there is no bearer token; TOKEN_INVALID when it is not valid for this server;
 * RATE_LIMITED. Of agent keys also AGENT_DISABLED, COOLING_DOWN, FORBIDDEN (no default charter), UNAVAILABLE.
 */
export function identify(
  authorization: string | undefined,
  server: string | null,
  address: string,
): Identified | Promise<Identified> {
  const known = recall(authorization, server);
  if (known) return known;
  const bearer = bearerOf(authorization);
  if (authorization === undefined || !bearer)
    throw new AppError("NOT_SIGNED_IN", "Send a task token or an agent key as `Authorization: Bearer …`.");
  if (bearer.startsWith(KEY_PREFIX)) return identifyByKey(bearer, address, gate);
  const fresh = knowToken(bearer, address);
  verifiedTokens().set(authorization, fresh);
  return admit(fresh, server);
}

/**
 * Tells who comes with a token that this process has verified before; undefined for any other header.
 *
 * @throws TOKEN_INVALID when it has expired since, or is not for this server.
 */
export function recall(authorization: string | undefined, server: string | null): Identified | undefined {
  const known = authorization === undefined ? undefined : verifiedTokens().get(authorization);
  return known && admit(known, server);
}

/**
 * Tells anew who comes with an agent key, because the task it stood for has moved on. A token comes back as it is:
 * it names its epoch once and for all.
 *
 * @throws What identify throws.
 */
export function refresh(
  authorization: string | undefined,
  server: string | null,
  address: string,
): Identified | Promise<Identified> {
  forgetKey(bearerOf(authorization) ?? "");
  return identify(authorization, server, address);
}

/** Forgets every token and key that this process has verified, so that each is verified again. */
export function forgetCredentials(): void {
  forgetKeys();
  verifiedTokens().clear();
}

/** Both for a token just verified and for one that was remembered: memory excuses nothing. */
function admit(known: VerifiedToken, server: string | null): Identified {
  if (Date.now() >= known.expiresAt) throw new AppError("TOKEN_INVALID", SENTENCES.expired);
  if (server !== null && known.server !== server) throw new AppError("TOKEN_INVALID", ELSEWHERE);
  return known.who;
}

function knowToken(token: string, address: string): VerifiedToken {
  gate.check(address);
  const { facts, fault } = verifyToken(token, { issuer: issuerName(), keys: tokenSettings().keys }, Date.now());
  const server = facts && serverOf(facts.audience);
  if (facts && server) return { who: whoIs(facts), server, expiresAt: facts.expiresAt };
  if (fault !== "expired") gate.count(address);
  throw new AppError("TOKEN_INVALID", SENTENCES[fault ?? "audience"]);
}

const whoIs = ({ agentId, taskId, epoch, workload }: TokenFacts): Identified =>
  Object.freeze({ agentId, taskId, epoch, workload, via: "token" });

const ELSEWHERE = "The token is for another server; ask for one whose resource is this address.";
const NOT_OURS = "The token was not issued here, or has been changed.";

/** What the sender is told: enough to go on, nothing about how close it came. */
const SENTENCES: Record<TokenFault | "audience", string> = {
  malformed: "That is neither a task token nor an agent key.",
  header: NOT_OURS,
  key: NOT_OURS,
  signature: NOT_OURS,
  claims: NOT_OURS,
  issuer: NOT_OURS,
  audience: ELSEWHERE,
  not_yet: "The token is not valid yet: is the clock right?",
  expired: "The token has expired; fetch a new one.",
};
