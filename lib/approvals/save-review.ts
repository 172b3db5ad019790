import { newId } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import type { Reviewed } from "./envelope";
import type { RenderedApproval } from "./render-approval";
import type { ReviewSigned } from "./require-signature";
import type { ApprovalRow } from "./store";

export type Answered = {
  person: Person;
  approval: ApprovalRow;
  input: Reviewed["input"];
  signed: ReviewSigned | null;
  shown: RenderedApproval | null;
};

/** Stores one human's answer, bound to what is asked at this moment. It is never changed. */
export async function saveReview(tx: Tx, { person, approval, input, signed, shown }: Answered): Promise<void> {
  await tx.review.create({
    data: {
      id: signed?.reviewId ?? newId(),
      approvalId: approval.id,
      humanId: person.human.id,
      answer: input.answer,
      reason: input.reason ?? "",
      digest: approval.digest,
      via: person.via,
      given: givenIn(input),
      rendering: input.rendering,
      template: input.rendering === undefined ? undefined : shown?.template,
      uninspected: input.uninspected ?? false,
    },
  });
}

/** What an answer gives when it is less than what was asked. */
export function givenIn({ answer, scope, endsInSeconds, calls, notBefore, pins }: Reviewed["input"]) {
  return answer === "narrow" ? { scope, endsInSeconds, calls, notBefore, pins } : undefined;
}
