import type { Credential } from "@/lib/api/schema";

export type CredentialStanding = "active" | "ending" | "expired" | "revoked";

/**
 * How a credential stands.
 *
 * @param now The server's time, in milliseconds since 1970.
 */
export function standingOf({ revokedAt, expiresAt }: Credential, now: number): CredentialStanding {
  if (revokedAt !== null) return "revoked";
  if (expiresAt === null) return "active";
  return Date.parse(expiresAt) > now ? "ending" : "expired";
}

/** Whether an agent can still come by it. */
export const works = (standing: CredentialStanding): boolean => standing === "active" || standing === "ending";
