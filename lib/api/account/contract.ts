import { doneSchema, listOf } from "../atoms";
import { type Contract, nothing } from "../contract-form";
import { endedSchema } from "../people/schema";
import {
  accessTokenMadeSchema,
  accessTokenRowSchema,
  changePasswordInput,
  endSessionInput,
  makeAccessTokenInput,
  revokeAccessTokenInput,
  sessionRowSchema,
} from "./schema";

export const ACCOUNT = {
  listSessions: {
    method: "GET",
    path: "/api/v1/account/sessions",
    right: null,
    page: true,
    input: nothing,
    output: listOf(sessionRowSchema),
    says: "Lists one's own sessions.",
  },
  endSession: {
    method: "POST",
    path: "/api/v1/account/sessions/{id}/end",
    right: null,
    page: true,
    input: endSessionInput,
    output: endedSchema,
    says: "Ends one of one's own sessions.",
  },
  endSessions: {
    method: "POST",
    path: "/api/v1/account/sessions/end",
    right: null,
    page: true,
    input: nothing,
    output: endedSchema,
    says: "Ends all of one's own sessions, this one too.",
  },
  changePassword: {
    method: "POST",
    path: "/api/v1/account/password",
    right: null,
    page: true,
    input: changePasswordInput,
    output: doneSchema,
    says: "Changes one's own password. All other sessions end.",
  },
  listAccessTokens: {
    method: "GET",
    path: "/api/v1/account/tokens",
    right: null,
    page: true,
    input: nothing,
    output: listOf(accessTokenRowSchema),
    says: "Lists one's own access tokens.",
  },
  makeAccessToken: {
    method: "POST",
    path: "/api/v1/account/tokens",
    right: null,
    page: true,
    once: true,
    input: makeAccessTokenInput,
    output: accessTokenMadeSchema,
    says: "Makes a personal access token, shown once.",
  },
  revokeAccessToken: {
    method: "DELETE",
    path: "/api/v1/account/tokens/{id}",
    right: null,
    page: true,
    input: revokeAccessTokenInput,
    output: doneSchema,
    says: "Revokes one of one's own access tokens.",
  },
} as const satisfies Record<string, Contract>;
