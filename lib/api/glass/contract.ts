import { signingSchema } from "../approvals/signing-schema";
import { listOf } from "../atoms";
import { type Contract, nothing } from "../contract-form";
import { breakGlassInput, brokenGlassSchema, judgeBrokenGlassInput } from "./schema";

export const GLASS = {
  listBrokenGlass: {
    method: "GET",
    path: "/api/v1/broken-glass",
    right: "see",
    input: nothing,
    output: listOf(brokenGlassSchema),
    says: "Lists uses of the right to break the glass: those that wait for a judgement first, then the latest.",
  },
  breakGlass: {
    method: "POST",
    path: "/api/v1/approvals/{id}/break-glass",
    right: "break_glass",
    page: true,
    input: breakGlassInput,
    output: brokenGlassSchema,
    says: "Gives what is asked for a few minutes, without the approvals it takes. Somebody else must judge it within 24 hours.",
  },
  signBreakGlass: {
    method: "POST",
    path: "/api/v1/approvals/{id}/break-glass/signing",
    right: "break_glass",
    page: true,
    input: breakGlassInput,
    output: signingSchema,
    says: "Begins to sign breaking the glass with a passkey, where the approval asks for one. Nothing is given by it.",
  },
  judgeBrokenGlass: {
    method: "POST",
    path: "/api/v1/broken-glass/{id}/judgement",
    right: "judge_broken_glass",
    page: true,
    input: judgeBrokenGlassInput,
    output: brokenGlassSchema,
    says: "Says whether breaking the glass was justified, and why.",
  },
} as const satisfies Record<string, Contract>;
