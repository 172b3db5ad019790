import { beginSigning, exportSignedReview } from "../../approvals/index";
import type { Handler } from "../handler";
import { requireAnswer } from "./require-answer";

/** Begins to sign an answer to an approval with a passkey. */
export const signReview: Handler<"signReview"> = async ({ id, ...answer }, signedIn) => {
  requireAnswer(signedIn, answer);
  const { expiresAt, ...signing } = await beginSigning(signedIn, id, answer);
  return { ...signing, expiresAt: expiresAt.toISOString() };
};

/** Gives what proves a signed review offline. */
export const signedReview: Handler<"signedReview"> = async ({ id, review }) => exportSignedReview(id, review);
