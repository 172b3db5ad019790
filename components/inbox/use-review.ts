"use client";
import type { InputOf } from "@/lib/api/schema";
import { callEndpoint } from "../api/call-endpoint";
import { useAct } from "../api/queries";
import { type SignedAct, useSigned } from "./use-signed";

/** The review under way. */
export type Reviewing = SignedAct<InputOf<"reviewApproval">>;

/** Answers an approval. */
export function useReview(): Reviewing {
  const act = useAct("reviewApproval", ["approval", "listApprovals", "me"]);
  return useSigned(act, (review) => callEndpoint("signReview", review));
}
