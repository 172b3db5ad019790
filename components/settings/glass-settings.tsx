"use client";
import { Gavel, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { BrokenGlass } from "@/lib/api/schema";
import type { Judgement } from "@/lib/approvals/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { sayJudgement } from "../domain/judgement";
import { Untrusted } from "../domain/untrusted";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FieldGroup } from "../ui/field";
import { RadioSegments } from "../ui/radio-segments";
import { Box, Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { SettingsFrame } from "./settings-frame";
import { useDialogAct } from "./use-dialog-act";

/** Every use of the right to break the glass: those that wait for a judgement first. */
export function GlassSettings() {
  const list = useEndpoint("listBrokenGlass", {});
  const items = list.data?.items ?? [];
  const waiting = items.filter(({ judged }) => judged === null);
  const judged = items.filter((one) => one.judged !== null);
  return (
    <SettingsFrame section="broken-glass">
      {list.isPending && <SkeletonRows rows={3} label="Loading" />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && items.length === 0 && (
        <EmptyState icon={ShieldCheck} title="Nobody has broken the glass">
          Who has that right takes authority for a few minutes without the approvals it takes. It is listed here, and
          somebody else judges it.
        </EmptyState>
      )}
      {waiting.length > 0 && (
        <Section title="To be judged" aside="by somebody else, within 24 h">
          <Box rows>
            {waiting.map((glass) => (
              <GlassItem key={glass.id} glass={glass} />
            ))}
          </Box>
        </Section>
      )}
      {judged.length > 0 && (
        <Section title="Judged">
          <Box rows>
            {judged.map((glass) => (
              <GlassItem key={glass.id} glass={glass} />
            ))}
          </Box>
        </Section>
      )}
    </SettingsFrame>
  );
}

function GlassItem({ glass }: { glass: BrokenGlass }) {
  const [judging, setJudging] = useState(false);
  const { by, task, agent, reason, at, until, judgeBy, judged, active, overdue, mine, approvalId } = glass;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 items-center px-3 py-2">
      <div className="grow min-w-64 basis-64">
        <p className="flex flex-wrap gap-x-2 gap-y-1 items-center">
          <span className="strong">{by.name}</span>
          {active && <Tag tone="stop">gives authority now</Tag>}
          {overdue && <Tag tone="stop">overdue</Tag>}
        </p>
        <p>
          for{" "}
          <Link className="link" href={routes.task(task.id)}>
            “<Untrusted text={task.purpose} />”
          </Link>{" "}
          of <Untrusted text={agent.name} />
        </p>
        <p className="hint">“{reason}”</p>
      </div>
      <div className="min-w-48 basis-48 hint">
        <p>
          <TimeStamp at={at} show="both" />, until <TimeStamp at={until} />
        </p>
        <p>
          {judged ? (
            <>
              {sayJudgement(judged.judgement)}, {judged.by.name}, <TimeStamp at={judged.at} show="relative" />: “
              {judged.words}”
            </>
          ) : (
            <TimeLeft until={judgeBy} from={at} word="left to judge it" />
          )}
        </p>
        <p>
          <Link className="link" href={routes.inbox(approvalId, { view: "decided" })}>
            what was asked
          </Link>
        </p>
      </div>
      {!judged && (
        <span className="ml-auto">
          <Button
            icon={Gavel}
            blocked={!mine && "Somebody else must judge it: an approver or admin who did not break it."}
            onClick={() => setJudging(true)}
          >
            Judge…
          </Button>
        </span>
      )}
      {judging && <JudgeDialog glass={glass} open onOpenChange={() => setJudging(false)} />}
    </div>
  );
}

const SEGMENTS = [
  { value: "justified", label: "justified" },
  { value: "not_justified", label: "not justified" },
] as const satisfies readonly { value: Judgement; label: string }[];

function JudgeDialog({ glass, open, onOpenChange }: { glass: BrokenGlass; open: boolean; onOpenChange: () => void }) {
  const { act, close, asked } = useDialogAct("judgeBrokenGlass", ["listBrokenGlass", "me"], onOpenChange);
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  return (
    <ConfirmDialog
      open={open}
      {...asked}
      title={`Judge that ${glass.by.name} broke the glass`}
      description={`“${glass.reason}”`}
      reason={{ label: "In your words", hint: "Kept in the log. It cannot be changed." }}
      confirm="Record the judgement"
      confirmIcon={Gavel}
      variant="even"
      blocked={judgement === null && "Choose one."}
      onConfirm={(words) => judgement && act.mutate({ id: glass.id, judgement, words }, { onSuccess: close })}
    >
      <FieldGroup label="It was">
        <span>
          <RadioSegments label="It was" value={judgement} segments={SEGMENTS} onValue={setJudgement} />
        </span>
      </FieldGroup>
    </ConfirmDialog>
  );
}
