import { Bird } from "lucide-react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { APPROVAL_MARKS, CALL_MARKS, type CallState } from "../domain/states";
import { TimeStamp } from "../time/time-stamp";
import { Notice } from "../ui/notice";

/** How an approval ended, and what came of what it let through. */
export function CardOutcome({ approval }: { approval: ApprovalDetail }) {
  const mark = APPROVAL_MARKS[approval.state];
  const { decided, outcome, canary } = approval;
  if (canary) return <CanaryOutcome canary={canary} answeredBy={decided?.by?.name} />;
  const names = signersOf(approval) || decided?.by?.name;
  const who = names ? `${mark.word} by ${names}` : mark.word;
  return (
    <Notice
      tone={mark.tone}
      icon={mark.icon}
      title={
        <>
          {who.charAt(0).toUpperCase() + who.slice(1)}
          {decided && (
            <>
              {" "}
              at <TimeStamp at={decided.at} show="both" />
            </>
          )}
          {decided?.via === "token" && ", by access token"}
        </>
      }
    >
      {decided?.reason && <>{decided.reason} </>}
      {approval.state === "approved" && (outcome ? sayOutcome(outcome) : "Waiting for the agent to fetch it.")}
    </Notice>
  );
}

type CanaryOutcomeProps = { canary: NonNullable<ApprovalDetail["canary"]>; answeredBy: string | undefined };

/** Says at once that it was a canary, whether it was caught, and what was to be seen. */
function CanaryOutcome({ canary: { caught, suspicious }, answeredBy = "somebody" }: CanaryOutcomeProps) {
  return (
    <Notice
      tone={caught ? "ok" : "wait"}
      icon={Bird}
      title={`This was a canary: ${caught ? "caught" : "missed"} by ${answeredBy}.`}
    >
      {suspicious} No agent asked this, and nothing was sent, given or stopped. Only you and admins see it.
    </Notice>
  );
}

/** Everybody whose approval counted, where it took several. */
function signersOf({ state, reviews }: ApprovalDetail): string {
  if (state !== "approved") return "";
  const names = reviews.filter((review) => review.answer !== "deny" && review.void === null).map(({ by }) => by.name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function sayOutcome({ state, milliseconds, note }: NonNullable<ApprovalDetail["outcome"]>): string {
  return `${sayState(state, milliseconds)} ${note ?? ""}`.trimEnd();
}

function sayState(state: CallState, milliseconds: number | null): string {
  if (state === "allowed") return "The call is under way.";
  if (state === "not_sent") return "The call was not sent.";
  if (state === "unknown") return "What became of the call is not known.";
  const took = milliseconds === null ? "" : ` after ${sayDuration(milliseconds)}`;
  return `The call ${state === "succeeded" || state === "failed" ? "" : "was "}${CALL_MARKS[state].word}${took}.`;
}

const sayDuration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
