import {
  type AccessTokenRow,
  listAccessTokens as list,
  makeAccessToken as make,
  revokeAccessToken as revoke,
} from "../../identity/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

const toView = (row: AccessTokenRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  usedAt: row.usedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

/** Lists one's own access tokens, those that are over too. */
export const listAccessTokens: Handler<"listAccessTokens"> = async (_, signedIn) => ({
  items: (await list(signedIn)).map(toView),
});

/** Makes a personal access token, shown once. */
export const makeAccessToken: Handler<"makeAccessToken"> = async (making, signedIn) => {
  const { token, row } = await make(signedIn, making);
  return { token, row: toView(row) };
};

/** Revokes one of one's own access tokens. */
export const revokeAccessToken: Handler<"revokeAccessToken"> = async ({ id }, signedIn) => {
  await revoke(signedIn, id);
  return DONE;
};
