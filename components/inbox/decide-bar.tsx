"use client";
import { useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { QUESTIONS_MOST, QUESTIONS_OPEN_MOST } from "@/lib/approvals/schema";
import { routes } from "@/lib/base/routes";
import { reasonNames } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { useIsLive } from "../live/live-provider";
import { Button, ButtonLink } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { ErrorState } from "../ui/error-state";
import { Input } from "../ui/input";
import type { Answer } from "./answer";
import { AskDialog } from "./ask-dialog";
import { DenyDialog } from "./deny-dialog";
import { EditDialog } from "./edit-dialog";
import { NarrowDialog } from "./narrow-dialog";
import { PatternDialog } from "./pattern-dialog";
import { QuorumNote } from "./quorum-note";
import { useReview } from "./use-review";
import { useSigning } from "./use-signing";

type DecideBarProps = {
  approval: ApprovalDetail;
  /** Why Approve is not possible yet: arguments are still being drawn, or this person may not see them. */
  unseen: "loading" | "withheld" | null;
};

/** The answers, at the foot of a card. Approve is possible only when everything it binds is on the page. */
export function DecideBar({ approval, unseen }: DecideBarProps) {
  const act = useReview();
  const signing = useSigning(approval);
  const [dialog, setDialog] = useState<"deny" | "narrow" | "edit" | "pattern" | "ask" | null>(null);
  const [typed, setTyped] = useState("");
  const [uninspected, setUninspected] = useState(false);
  const [why, setWhy] = useState("");
  const { notMine, rendering, quorum } = approval;
  const target = approval.class === "destructive" ? approval.waiting[0]?.tool : undefined;
  const [only] = approval.waiting;
  const editable = approval.kind === "call" && unseen === null && only?.arguments.state === "shown" ? only : null;
  const patternable = approval.class === "read" || approval.class === "write" ? editable : null;
  const live = useIsLive();
  const reason = !live
    ? "The page is not live; what it shows may be old."
    : unseen === "loading"
      ? "The arguments are not complete yet."
      : unseen === "withheld"
        ? "You may not see the arguments."
        : (signing.missing ??
          (rendering.uninspectable && !uninspected
            ? "A part of it cannot be read."
            : (unasked(quorum, why) ?? untyped(target, typed))));
  const answer = ({ sign, ...given }: Answer) => {
    const signs = given.answer === "deny" ? sign === true : signing.asked;
    const seen = given.answer === "deny" ? {} : { rendering: rendering.digest, uninspected: uninspected || undefined };
    act.post({ ...given, ...seen, id: approval.id, digest: approval.digest }, signs);
  };
  const approve = () => !reason && !act.isPending && answer({ answer: "approve", reason: why.trim() || undefined });
  // Whoever has answered may answer again, and any approver may deny.
  const mine = notMine === null || notMine === "voted" || notMine === "not_asked";
  if (!mine) return <NotMine approval={approval} />;
  const busy = act.isPending ? act.busyWord : false;
  return (
    <section className="decide" aria-label="Decide">
      {act.isError && <ErrorState error={act.error} inline notDone="Nothing was recorded." />}
      {rendering.uninspectable && signing.missing === null && (
        <Checkbox checked={uninspected} onChange={(event) => setUninspected(event.target.checked)}>
          Let it through although a part of it cannot be read
        </Checkbox>
      )}
      {target && signing.missing === null && (
        <label className="typed" htmlFor="typed-target">
          <span className="hint">Type {target} to approve</span>
          <Input id="typed-target" mono value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
      )}
      <QuorumNote approval={approval} />
      {quorum?.yours?.reason && (
        <label className="typed" htmlFor="approve-reason">
          <span className="hint">
            Reason, naming {quorum.yours.reason.pattern}, such as {quorum.yours.reason.example}
          </span>
          <Input id="approve-reason" value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
        </label>
      )}
      {reason && (!target || signing.missing !== null) && <span className="why-not">{reason}</span>}
      <span className="grow" />
      <Button
        variant="bare"
        icon={ACT_ICONS.ask}
        shortcut="ask"
        blocked={approval.askedBack.mayAsk ? act.isPending : ENOUGH_ASKED}
        onClick={() => setDialog("ask")}
      >
        Ask…
      </Button>
      <Button
        variant="even"
        icon={ACT_ICONS.deny}
        shortcut="deny"
        blocked={act.isPending}
        onClick={() => setDialog("deny")}
      >
        Deny…
      </Button>
      {approval.authority && signing.missing === null && (
        <Button
          variant="even"
          icon={ACT_ICONS.narrow}
          shortcut="narrow"
          blocked={act.isPending}
          onClick={() => setDialog("narrow")}
        >
          Narrow…
        </Button>
      )}
      {editable && signing.missing === null && (
        <Button
          variant="even"
          icon={ACT_ICONS.edit}
          shortcut="edit"
          blocked={act.isPending}
          onClick={() => setDialog("edit")}
        >
          Edit…
        </Button>
      )}
      {patternable && signing.missing === null && (
        <Button
          variant="even"
          icon={ACT_ICONS.pattern}
          shortcut="pattern"
          blocked={act.isPending}
          onClick={() => setDialog("pattern")}
        >
          Calls like it…
        </Button>
      )}
      {signing.missing === null ? (
        <Button
          variant={approval.class === "read" ? "solid" : "even"}
          icon={signing.asked ? ACT_ICONS.sign : ACT_ICONS.approve}
          shortcut="approve"
          busy={dialog === null && busy}
          blocked={reason ?? false}
          onClick={approve}
        >
          {signing.asked ? "Sign and approve" : "Approve"}
          {approval.kind === "call" && " once"}
        </Button>
      ) : (
        signing.canEnrol && (
          <ButtonLink variant="even" icon={ACT_ICONS.sign} href={routes.settings("passkeys")}>
            Enrol a passkey
          </ButtonLink>
        )
      )}
      <AskDialog open={dialog === "ask"} onOpenChange={(open) => setDialog(open ? "ask" : null)} approval={approval} />
      <DenyDialog
        open={dialog === "deny"}
        onOpenChange={(open) => setDialog(open ? "deny" : null)}
        approval={approval}
        act={act}
        canSign={signing.can}
        onAnswer={answer}
      />
      {patternable && (
        <PatternDialog
          open={dialog === "pattern"}
          onOpenChange={(open) => setDialog(open ? "pattern" : null)}
          approval={approval}
          call={patternable}
          act={act}
          signs={signing.asked}
          onAnswer={answer}
        />
      )}
      {editable && (
        <EditDialog
          open={dialog === "edit"}
          onOpenChange={(open) => setDialog(open ? "edit" : null)}
          call={editable}
          act={act}
          signs={signing.asked}
          target={target}
          onAnswer={answer}
        />
      )}
      {approval.authority && (
        <NarrowDialog
          open={dialog === "narrow"}
          onOpenChange={(open) => setDialog(open ? "narrow" : null)}
          authority={approval.authority}
          given={approval.ifApproved}
          act={act}
          signs={signing.asked}
          onAnswer={answer}
        />
      )}
    </section>
  );
}

const ENOUGH_ASKED = `Enough has been asked: at most ${QUESTIONS_OPEN_MOST} questions wait for an answer, and ${QUESTIONS_MOST} are asked in all.`;

/** Why an approval of theirs would not count yet. */
function unasked(quorum: ApprovalDetail["quorum"], why: string): string | null {
  const { yours } = quorum ?? {};
  if (yours && !yours.counts) return "Your approval would not count.";
  if (yours?.reason && !reasonNames(yours.reason.pattern, why)) return `Name ${yours.reason.pattern} in the reason.`;
  return null;
}

function untyped(target: string | undefined, typed: string): string | null {
  return target !== undefined && typed.trim() !== target ? `Type ${target} first.` : null;
}

const WHY_NOT = {
  decided: "This approval is decided.",
  not_approver: "Only approvers decide. Ask an admin for that role.",
  own_agent: "You own this agent; somebody else must decide.",
  page_only: "A rule asks for a decision on the page.",
  voted: "You have answered.",
  not_asked: "Others are asked.",
} as const;

/** Why this person cannot answer; and when nobody else could either, the way out. */
function NotMine({ approval }: { approval: ApprovalDetail }) {
  const me = useEndpoint("me", {}).data;
  const { onlyOwner } = approval.deciders;
  const { mayAnswer } = approval.askedBack;
  return (
    <section className="decide" aria-label="Decide">
      <span className="why-not">
        {approval.notMine &&
          (mayAnswer ? "Others decide. You can answer what was asked back." : WHY_NOT[approval.notMine])}{" "}
        {onlyOwner && "There is no other approver yet."}
      </span>
      <span className="grow" />
      {onlyOwner && me?.rights.includes("manage_people") && (
        <ButtonLink variant="solid" href={routes.settings("people")}>
          Invite an approver
        </ButtonLink>
      )}
    </section>
  );
}
