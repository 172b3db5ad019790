import { record } from "../audit/index";
import { AppError, isId } from "../base/index";
import { inTransaction } from "../db/index";
import { forgetTokens } from "./human-from-access-token";
import type { SignedIn } from "./schema";

/**
 * Revokes one of one's own access tokens; it stops working within a second. Doing it twice is harmless.
 *
 * @throws NOT_FOUND when it is not one's own; CONFIG_OWNED when the configuration file declares it.
 */
export async function revokeAccessToken(signedIn: SignedIn, tokenId: string): Promise<void> {
  const { id, email } = signedIn.human;
  await inTransaction(async (tx) => {
    const token = isId(tokenId) ? await tx.accessToken.findFirst({ where: { id: tokenId, humanId: id } }) : null;
    if (!token) throw new AppError("NOT_FOUND", "You have no such access token.");
    if (token.source === "config")
      throw new AppError("CONFIG_OWNED", "The configuration file declares this token; change it there.");
    const revoked = await tx.$executeRaw`UPDATE access_token SET revoked_at = clock_timestamp()
      WHERE id = ${tokenId}::uuid AND revoked_at IS NULL`;
    if (revoked === 0) return;
    const facts = { person: { id, email }, name: token.name };
    await record(tx, { kind: "access_token.revoked", humanId: id, facts });
  });
  forgetTokens();
}
