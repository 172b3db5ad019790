import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { z } from "zod";
import { isAppError } from "../base/index";
import { type CharterBody, charterSchema, runSchema } from "../tasks/schema";
import { requireServers } from "./store";

/** The one type of authorization details here: what a task is for and may do. */
export const DETAILS_TYPE = "mcp_task";

const detailSchema = charterSchema.extend({ type: z.literal(DETAILS_TYPE), run: runSchema.default("") });

/** A task as an agent asks for it. */
export type RequestedTask = { charter: CharterBody; run: string };

/**
 * Checks one member of `authorization_details`: one task per token, each field as a charter has it, and servers that
 * are there.
 *
 * @throws InvalidAuthorizationDetails with a sentence that names the field.
 * Source: RFC 9396 §5.
 */
export async function checkDetail(context: KoaContextWithOIDC): Promise<void> {
  const asked = requestedTask(context);
  try {
    await requireServers(asked?.charter.scope.map((part) => part.server) ?? []);
  } catch (error) {
    if (isAppError(error) && error.code === "INVALID_INPUT") throw refused(error.message);
    throw error;
  }
}

/** The task that a token request asks for; null when it asks for none and the agent's default charter stands. */
export function requestedTask(context: KoaContextWithOIDC): RequestedTask | null {
  const text = context.oidc.params?.authorization_details;
  if (typeof text !== "string") return null;
  const details: unknown = JSON.parse(text); // the library has parsed it already, and found an array of objects
  if (!Array.isArray(details) || details.length === 0) return null;
  if (details.length > 1) throw refused("A token is for one task: send one member in authorization_details.");
  const parsed = detailSchema.safeParse(details[0]);
  if (!parsed.success) throw refused(sayIssue(parsed.error));
  const { type: _type, run, ...charter } = parsed.data;
  return { charter, run };
}

/** Names the field and the rule; the issues of zod never repeat the value. */
function sayIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const field = ["authorization_details", 0, ...(issue?.path ?? [])].join(".");
  return `${field}: ${issue?.message ?? "not valid"}`;
}

const refused = (sentence: string) => new errors.InvalidAuthorizationDetails(sentence);
