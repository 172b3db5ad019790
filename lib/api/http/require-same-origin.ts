import type { IncomingHttpHeaders } from "node:http";
import { AppError, isSameOrigin } from "../../base/index";

/**
 * Refuses a write that a cookie would authorize and another site's page could have sent.
 *
 * @throws CROSS_SITE.
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, publicOrigin: string): void {
  if (isSameOrigin(headers, publicOrigin)) return;
  throw new AppError(
    "CROSS_SITE",
    `Only pages of ${publicOrigin} may do this with a session. Programs send an access token instead.`,
  );
}
