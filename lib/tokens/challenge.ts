import { tokenSettings } from "./settings";

/**
 * The value of WWW-Authenticate for a 401: where a client learns how to get a token for a server and, when it came
 * with one, what was wrong with it.
 *
 * @param server The server asked for; null at doors that belong to no server.
 * @param problem A sentence about the token that came; none when there was no token.
 * Source: RFC 6750 §3, RFC 9728 §5.1.
 */
export function challenge(server: string | null, problem?: string): string {
  const { publicUrl } = tokenSettings();
  const where =
    server === null
      ? 'realm="Countersign"'
      : `resource_metadata="${publicUrl}/.well-known/oauth-protected-resource/mcp/${encodeURIComponent(server)}"`;
  if (problem === undefined) return `Bearer ${where}`;
  return `Bearer ${where}, error="invalid_token", error_description="${quotable(problem)}"`;
}

/** Only these characters may stand in an error_description. Source: RFC 6750 §3. */
const quotable = (text: string): string => text.replace(/["`]/g, "'").replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "?");
