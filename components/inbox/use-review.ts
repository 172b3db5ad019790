"use client";
import { useState } from "react";
import type { InputOf } from "@/lib/api/schema";
import { callEndpoint } from "../api/call-endpoint";
import { ApiError } from "../api/client";
import { useAct } from "../api/queries";
import { askToSign } from "../passkeys/ask-passkey";

type Posted = InputOf<"reviewApproval">;

/** The review under way: signing first where it is signed, then recording. Nothing is lost when either fails. */
export type Reviewing = {
  isPending: boolean;
  isError: boolean;
  error: ApiError | null;
  /** What a pressed answer says until the server has spoken. */
  busyWord: string;
  post: (review: Posted, signs: boolean) => void;
};

/** Answers an approval. Each attempt to sign is a new one: a signature is good once. */
export function useReview(): Reviewing {
  const act = useAct("reviewApproval", ["approval", "listApprovals", "me"]);
  const [signing, setSigning] = useState(false);
  const [failed, setFailed] = useState<ApiError | null>(null);
  const sign = async (review: Posted) => {
    setSigning(true);
    try {
      act.mutate({ ...review, signature: await signatureOver(review) });
    } catch (error) {
      setFailed(error instanceof ApiError ? error : UNEXPLAINED);
    } finally {
      setSigning(false);
    }
  };
  return {
    isPending: signing || act.isPending,
    isError: failed !== null || act.isError,
    error: failed ?? act.error,
    busyWord: signing ? "Waiting for your passkey…" : "Recording…",
    post: (review, signs) => {
      setFailed(null);
      act.reset();
      if (signs) void sign(review);
      else act.mutate(review);
    },
  };
}

const UNEXPLAINED = new ApiError({ code: "PASSKEY", title: "The passkey was not used", status: 400 });

async function signatureOver(review: Posted): Promise<NonNullable<Posted["signature"]>> {
  const { id, options } = await callEndpoint("signReview", review);
  return { signing: id, assertion: await askToSign(options) };
}
