import type { ReactNode } from "react";
import type { ApprovalDetail, NeedView, Quorum, ReviewView, Way } from "@/lib/api/schema";
import { Signatures, type Slot } from "../domain/signatures";
import { TimeStamp } from "../time/time-stamp";
import { inOrder } from "../ui/in-order";
import { SignedBy } from "./signed-by";

/** Whose signatures there are, whose are missing, and who cannot sign: solid lines, dashed lines, grey names. */
export function CardSignatures({ approval }: { approval: ApprovalDetail }) {
  const { quorum } = approval;
  return (
    <div className="grid gap-3">
      {quorum ? <Waiting approval={approval} quorum={quorum} /> : <Signatures slots={decidedSlots(approval)} />}
      <Void reviews={approval.reviews} />
      {quorum && quorum.excluded.length > 0 && (
        <Signatures slots={quorum.excluded.map(({ name, because }) => ({ kind: "out", who: name, note: because }))} />
      )}
    </div>
  );
}

/** The title over it: how many there are of how many. */
export function signaturesTitle({ quorum }: ApprovalDetail): string {
  if (!quorum) return "Signatures";
  return quorum.need > 1 ? `Signatures, ${quorum.have} of ${quorum.need}` : "Who decides";
}

function Waiting({ approval, quorum }: { approval: ApprovalDetail; quorum: Quorum }) {
  const denied = approval.reviews.filter(({ answer, void: why }) => answer === "deny" && why === null);
  return (
    <>
      {inOrder(quorum.needs, (need) => (
        <Need need={need} approval={approval} quorum={quorum} />
      ))}
      {quorum.denials.need > 1 && (
        <p className="hint">
          {quorum.denials.have} of {quorum.denials.need} denials
        </p>
      )}
      {denied.length > 0 && <Signatures slots={denied.map((review) => signedSlot(approval, review))} />}
    </>
  );
}

function Need({ need, approval, quorum }: { need: NeedView; approval: ApprovalDetail; quorum: Quorum }) {
  const at = quorum.needs.indexOf(need);
  const several = quorum.needs.length > 1 || need.ways.length > 1;
  return (
    <div className="grid gap-2">
      {at > 0 && <p className="hint">and</p>}
      {inOrder(need.ways, (way) => (
        <div className="grid gap-1">
          {need.ways.indexOf(way) > 0 && <p className="hint">or</p>}
          {several && (
            <p className="label text-12">
              {way.name} {Math.min(way.filled.length, way.approve)}/{way.approve}
            </p>
          )}
          <Signatures slots={slotsOf(way, approval, quorum)} />
        </div>
      ))}
      {need.escalation && <Escalation of={need.escalation} />}
    </div>
  );
}

function Escalation({ of: { done, at, whom, approve } }: { of: NonNullable<NeedView["escalation"]> }) {
  return (
    <p className="hint">
      {done ? "Went" : "Goes"} to {whom} at <TimeStamp at={at} />
      {approve !== null && `; ${approve} of them ${approve === 1 ? "is" : "are"} enough ${done ? "now" : "then"}`}
    </p>
  );
}

function slotsOf(way: Way, approval: ApprovalDetail, quorum: Quorum): Slot[] {
  const signed = way.filled.map(({ by, for: whose, at }): Slot => {
    const review = approval.reviews.findLast((one) => one.by.id === by.id && one.void === null);
    return {
      kind: "signed",
      who: by.name,
      at: <TimeStamp at={at} />,
      note: review && noteOf(approval, whose ? { ...review, for: whose } : review),
    };
  });
  const missing = Math.max(0, way.approve - signed.length);
  const open = Array.from({ length: missing }, (_, at): Slot => {
    const isYours = at === 0 && mayFill(way, quorum, approval);
    return {
      kind: "open",
      who: isYours ? yours(way, quorum) : way.name,
      note:
        at === missing - 1 ? whoElse(way, approval, isYours || (at > 0 && mayFill(way, quorum, approval))) : undefined,
    };
  });
  return [...signed, ...open];
}

function mayFill(way: Way, { yours: mine }: Quorum, approval: ApprovalDetail): boolean {
  return (
    mine !== null && mine.answered === null && approval.mine && way.open.items.some(({ id }) => id === approval.you)
  );
}

function yours(way: Way, { yours: mine }: Quorum): ReactNode {
  if (mine?.for) return `You, for ${mine.for.name}, away`;
  return way.name === "Approver" ? "You" : `You, as ${way.name}`;
}

/** @param named Whether the one who asks is named beside it already. */
function whoElse({ open, reason }: Way, { sign, deciders, agent, you }: ApprovalDetail, named: boolean): string {
  const others = named ? open.items.filter(({ id }) => id !== you) : open.items;
  const names = others.map(({ name }) => name).join(", ");
  const more = open.total > open.items.length ? ` and ${open.total - open.items.length} more` : "";
  const nobody = deciders.onlyOwner ? `Only ${agent.owner.name} could, and owns the agent` : "Nobody else can";
  const who = others.length === 0 ? nobody : `${names}${more}`;
  const takes = sign === "none" ? "" : ". It takes a passkey";
  return `${who}${reason === null ? "" : `; the reason names ${reason}`}${takes}`;
}

const noteOf = (approval: ApprovalDetail, review: ReviewView): ReactNode =>
  review.signature || review.reason || review.for || review.given ? (
    <SignedBy approval={approval} review={review} />
  ) : undefined;

const signedSlot = (approval: ApprovalDetail, review: ReviewView): Slot => ({
  kind: review.answer === "deny" ? "refused" : "signed",
  who: review.by.name,
  at: <TimeStamp at={review.at} />,
  note: noteOf(approval, review),
});

function decidedSlots(approval: ApprovalDetail): Slot[] {
  const reviews = approval.reviews.filter(({ void: why }) => why === null);
  if (reviews.length === 0) return [{ kind: "out", who: "Nobody signed" }];
  return reviews.map((review) => {
    const slot = signedSlot(approval, review);
    if (review.answer !== "break_glass") return slot;
    const broke = (
      <>
        broke the glass{review.signature ? " " : ": "}
        {slot.note}
      </>
    );
    return { ...slot, note: broke };
  });
}

/** Answers that count no more stay, with why. */
function Void({ reviews }: { reviews: readonly ReviewView[] }) {
  const gone = reviews.filter(({ void: why }) => why !== null);
  if (gone.length === 0) return null;
  return (
    <Signatures
      slots={gone.map(({ by, at, answer, void: why }) => ({
        kind: "out",
        who: `${by.name}, ${answer === "deny" ? "denied" : "approved"}`,
        at: <TimeStamp at={at} />,
        note: `Counts no more. ${why}`,
      }))}
    />
  );
}
