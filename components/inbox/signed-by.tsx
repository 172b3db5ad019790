"use client";
import type { ApprovalDetail, ReviewView } from "@/lib/api/schema";
import { endpointAddress } from "../api/call-endpoint";
import { useMay } from "../api/use-may";
import { shortDigest } from "../domain/digest";
import { LessGiven } from "./less-given";

/** How somebody signed, on what, and why; with what proves it, for those who may export. */
export function SignedBy({ approval, review }: { approval: ApprovalDetail; review: ReviewView }) {
  const exports = useMay("export_log");
  const { signature, for: whose } = review;
  return (
    <>
      {whose && `for ${whose.name}, away. `}
      {signature && (
        <>
          with {signature.deviceBound ? "a device-bound passkey" : "a passkey"}, on {shortDigest(review.digest)}
          {exports && (
            <>
              {" · "}
              <a
                className="link"
                href={endpointAddress("signedReview", { id: approval.id, review: review.id })}
                download={`review-${review.id}.json`}
              >
                evidence
              </a>
            </>
          )}
          {(review.reason || review.given) && <br />}
        </>
      )}
      {review.given && <LessGiven given={review.given} />}
      {review.reason}
    </>
  );
}
