"use client";
import type { ApprovalDetail } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { sayMissing } from "../passkeys/usable-passkeys";
import { usePasskeyProblem } from "../passkeys/use-passkey-place";

export type Signing = {
  /** Whether what an answer gives is signed. */
  asked: boolean;
  /** Whether this person can sign it here. */
  can: boolean;
  /** Why not, once that is known. */
  missing: string | null;
  /** Whether enrolling a passkey would help. */
  canEnrol: boolean;
};

/** Whether an answer to an approval takes a passkey, and whether this person has one that fits, here. */
export function useSigning({ sign, notMine }: ApprovalDetail): Signing {
  // Whoever has answered may answer again, and any approver may deny.
  return usePasskey(sign, notMine === null || notMine === "voted" || notMine === "not_asked");
}

/** @param answers Whether this person can give an answer that is signed. */
export function usePasskey(sign: ApprovalDetail["sign"], answers: boolean): Signing {
  const asked = sign !== "none" && answers;
  const passkeys = useEndpoint("listPasskeys", {}, { enabled: asked }).data;
  const problem = usePasskeyProblem(passkeys?.place);
  const lacking = passkeys ? sayMissing(passkeys, sign) : null;
  const missing = asked ? (problem ?? lacking) : null;
  return { asked, can: asked && passkeys !== undefined && missing === null, missing, canEnrol: problem === null };
}
