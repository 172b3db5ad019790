"use client";
import Link from "next/link";
import { useState } from "react";
import type { TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { Box, Section } from "../ui/section";
import { TASK_ANSWERS } from "./task-answers";

type Pattern = TaskDetail["patterns"][number];

/** Calls that go because a person approved calls like them: which, for how long, and the way to end it. */
export function PatternsSection({ task, mayAct }: { task: TaskDetail; mayAct: boolean }) {
  const [ending, setEnding] = useState<Pattern | null>(null);
  if (task.patterns.length === 0) return null;
  return (
    <Section title="Calls that go without asking">
      <Box rows pad>
        {task.patterns.map((pattern) => (
          <div key={pattern.id} className="grid gap-1">
            <span>
              <Untrusted text={pattern.tool} mono /> on <Untrusted text={pattern.server} />, when:{" "}
              <Untrusted text={pattern.says} names="full" />
            </span>
            <span className="flow gap-x-3">
              <Link className="link" href={routes.inbox(pattern.approvalId)}>
                approved{pattern.by && ` by ${pattern.by.name}`}
              </Link>
              <span className="muted">{counted(pattern.callsUsed, "call")} so far</span>
              {pattern.callsLeft !== null && <span className="muted">{counted(pattern.callsLeft, "call")} left</span>}
              <Standing pattern={pattern} now={task.now} />
              {mayAct && isOpen(pattern, task.now) && (
                <Button variant="plain" icon={ACT_ICONS.revoke} onClick={() => setEnding(pattern)}>
                  End…
                </Button>
              )}
            </span>
          </div>
        ))}
      </Box>
      {ending && <EndDialog pattern={ending} onClose={() => setEnding(null)} />}
    </Section>
  );
}

const isOpen = ({ ended, until, callsLeft }: Pattern, now: string): boolean =>
  ended === null && until > now && callsLeft !== 0;

function Standing({ pattern, now }: { pattern: Pattern; now: string }) {
  if (pattern.ended)
    return (
      <span className="muted">
        ended <TimeStamp at={pattern.ended.at} />: <Untrusted text={pattern.ended.because} />
      </span>
    );
  if (pattern.callsLeft === 0) return <span className="muted">used up</span>;
  if (pattern.until <= now)
    return (
      <span className="muted">
        over since <TimeStamp at={pattern.until} />
      </span>
    );
  return <TimeLeft until={pattern.until} word="left" />;
}

function EndDialog({ pattern, onClose }: { pattern: Pattern; onClose: () => void }) {
  const act = useAct("endPattern", TASK_ANSWERS);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Ask about these calls again"
      description={
        <>
          The next call of <Untrusted text={pattern.tool} mono /> that fits waits for a person. What has gone has gone.
        </>
      }
      reason={{}}
      confirm="Ask again"
      confirmIcon={ACT_ICONS.revoke}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: pattern.id, reason }, { onSuccess: onClose })}
    />
  );
}
