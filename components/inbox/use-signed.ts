"use client";
import { useState } from "react";
import type { InputOf, OutputOf } from "@/lib/api/schema";
import { ApiError } from "../api/client";
import { askToSign } from "../passkeys/ask-passkey";

type Signature = NonNullable<InputOf<"reviewApproval">["signature"]>;

/** The answer under way: signing first where it is signed, then recording. Nothing is lost when either fails. */
export type SignedAct<Posted> = {
  isPending: boolean;
  isError: boolean;
  error: ApiError | null;
  /** What a pressed answer says until the server has spoken. */
  busyWord: string;
  post: (answer: Posted, signs: boolean, onSuccess?: () => void) => void;
  reset: () => void;
};

/** What records an answer, as `useAct` gives it. */
type Act<Posted> = {
  isPending: boolean;
  isError: boolean;
  error: ApiError | null;
  mutate: (answer: Posted, options?: { onSuccess?: () => void }) => void;
  reset: () => void;
};

/**
 * Records an answer, signed with a passkey where it must be. Each attempt to sign is a new one: a signature is good once.
 *
 * @param begin Begins to sign exactly this answer.
 */
export function useSigned<Posted extends { signature?: Signature }>(
  act: Act<Posted>,
  begin: (answer: Posted) => Promise<OutputOf<"signReview">>,
): SignedAct<Posted> {
  const [signing, setSigning] = useState(false);
  const [failed, setFailed] = useState<ApiError | null>(null);
  const sign = async (answer: Posted, onSuccess?: () => void) => {
    setSigning(true);
    try {
      const { id, options } = await begin(answer);
      act.mutate({ ...answer, signature: { signing: id, assertion: await askToSign(options) } }, { onSuccess });
    } catch (error) {
      setFailed(error instanceof ApiError ? error : UNEXPLAINED);
    } finally {
      setSigning(false);
    }
  };
  const reset = () => {
    setFailed(null);
    act.reset();
  };
  return {
    isPending: signing || act.isPending,
    isError: failed !== null || act.isError,
    error: failed ?? act.error,
    busyWord: signing ? "Waiting for your passkey…" : "Recording…",
    post: (answer, signs, onSuccess) => {
      reset();
      if (signs) void sign(answer, onSuccess);
      else act.mutate(answer, { onSuccess });
    },
    reset,
  };
}

const UNEXPLAINED = new ApiError({ code: "PASSKEY", title: "The passkey was not used", status: 400 });
