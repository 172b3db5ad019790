import { answerCanary, beginSigning, exportSignedReview } from "../../approvals/index";
import { AppError } from "../../base/index";
import type { Handler } from "../handler";
import { requireAnswer } from "./require-answer";

/** Begins to sign an answer to an approval with a passkey. */
export const signReview: Handler<"signReview"> = async ({ id, ...answer }, signedIn) => {
  requireAnswer(signedIn, answer);
  // A canary takes no signature. Whoever would sign an answer to it has answered it.
  if (await answerCanary(signedIn, id, answer)) throw wasCanary();
  const { expiresAt, ...signing } = await beginSigning(signedIn, id, answer);
  return { ...signing, expiresAt: expiresAt.toISOString() };
};

/** Gives what proves a signed review offline. */
export const signedReview: Handler<"signedReview"> = async ({ id, review }) => exportSignedReview(id, review);

const wasCanary = () =>
  new AppError("APPROVAL_DECIDED", "This was a canary: it is answered, and nothing had to be signed.");
