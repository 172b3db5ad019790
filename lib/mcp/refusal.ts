import type { Json, JsonRefusal, JsonRefusalCode } from "../base/index";
import { LEGACY_VERSIONS, type RequestId, SERVED_VERSIONS } from "./schema";

/** JSON-RPC and MCP error codes that we emit. Source: JSON-RPC 2.0 §5.1; MCP 2026-07-28, basic, "Error Codes". */
export const RPC = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  headerMismatch: -32020,
  unsupportedVersion: -32022,
} as const;

export type RpcError = { code: number; message: string; data?: Json };

/** Why a message was refused, as a label: closed, so that it can be counted. */
export type RefusalReason =
  | JsonRefusalCode
  | "CONTENT_TYPE"
  | "ACCEPT"
  | "DOUBLED_HEADER"
  | "BATCH"
  | "RESPONSE"
  | "SHAPE"
  | "ID"
  | "ENVELOPE"
  | "HEADER_MISMATCH"
  | "VERSION"
  | "METHOD"
  | "PARAMS";

/** A message that is not taken: the HTTP status, the JSON-RPC error and the id to answer with (null: it has none). */
export type Refusal = { kind: "refused"; reason: RefusalReason; http: number; rpc: RpcError; id: RequestId | null };

/** Where a refusal belongs: the id of its request, or null. */
export type Addressee = { id: RequestId | null };

/** The body was not read at all. */
export function refuseBody(refusal: JsonRefusal): Refusal {
  const unreadable = refusal.code === "NOT_JSON" || refusal.code === "NOT_UTF8";
  return {
    kind: "refused",
    reason: refusal.code,
    http: refusal.code === "TOO_LARGE" ? 413 : 400,
    rpc: {
      code: unreadable ? RPC.parseError : RPC.invalidRequest,
      message: `The body is refused. ${refusal.sentence}`,
      data: { reason: refusal.code },
    },
    id: null,
  };
}

/** The request's HTTP side is unusable: its media types or a header given twice. */
export function refuseHttp(http: 400 | 406 | 415, reason: RefusalReason, message: string): Refusal {
  const code = reason === "DOUBLED_HEADER" ? RPC.headerMismatch : RPC.invalidRequest;
  return { kind: "refused", reason, http, rpc: { code, message }, id: null };
}

/** The body is JSON but no message that a client may send. */
export function refuseShape(to: Addressee, reason: RefusalReason, message: string): Refusal {
  return { kind: "refused", reason, http: 400, rpc: { code: RPC.invalidRequest, message }, id: to.id };
}

/** A header says something else than the body, or a required one is missing. */
export function refuseMismatch(to: Addressee, message: string): Refusal {
  return {
    kind: "refused",
    reason: "HEADER_MISMATCH",
    http: 400,
    rpc: { code: RPC.headerMismatch, message },
    id: to.id,
  };
}

/** Parameters, or the modern per-request envelope inside them, are missing or of the wrong type. */
export function refuseParams(to: Addressee, message: string, reason: "PARAMS" | "ENVELOPE" = "PARAMS"): Refusal {
  return { kind: "refused", reason, http: 400, rpc: { code: RPC.invalidParams, message }, id: to.id };
}

export function refuseVersion(to: Addressee, requested: string, message?: string): Refusal {
  const sentence = message ?? `This protocol version is not served. Served are ${SERVED_VERSIONS.join(", ")}.`;
  const data = { supported: [...SERVED_VERSIONS], requested: requested.slice(0, 64).toWellFormed() };
  return {
    kind: "refused",
    reason: "VERSION",
    http: 400,
    rpc: { code: RPC.unsupportedVersion, message: sentence, data },
    id: to.id,
  };
}

export function refuseMissingVersion(to: Addressee): Refusal {
  return refuseVersion(
    to,
    "2025-03-26",
    `A request without the MCP-Protocol-Version header counts as 2025-03-26, which is not served. Send ${LEGACY_VERSIONS.join(" or ")}.`,
  );
}

/**
 * The method is not served. On the modern protocol the status must be 404; on the legacy one it must not:
 * official clients read a 404 as the end of their session and never show the error inside it.
 */
export function refuseMethod(to: Addressee, era: "modern" | "legacy"): Refusal {
  const message = "This method is not served here.";
  const http = era === "modern" ? 404 : 200;
  return { kind: "refused", reason: "METHOD", http, rpc: { code: RPC.methodNotFound, message }, id: to.id };
}
