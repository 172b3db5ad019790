import { db } from "../db/index";
import { TOKEN_RIGHTS } from "./rights";
import type { AccessTokenRow, SignedIn } from "./schema";

/** Lists one's own access tokens, revoked and expired ones too, the latest first; at most 200. */
export async function listAccessTokens(signedIn: SignedIn): Promise<AccessTokenRow[]> {
  const rows = await db().accessToken.findMany({
    where: { humanId: signedIn.human.id },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 200,
    omit: { hash: true, humanId: true },
  });
  return rows.map((row) => ({
    ...row,
    rights: TOKEN_RIGHTS.filter((right) => row.rights.includes(right)),
    source: row.source === "config" ? "config" : "page",
  }));
}
