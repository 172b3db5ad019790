"use client";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { OutputOf, RuleCheck, RuleRow } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { useIsLive } from "../live/live-provider";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { Icon } from "../ui/icon";
import { Notice } from "../ui/notice";

type ApplyTighterProps = {
  rule: RuleRow;
  effects: RuleCheck["effects"];
  /** Why it cannot be done yet. */
  blocked: string | false;
};
type Tightened = OutputOf<"applyTighter">;

const NAMED = 8;

/** Gives the running tasks that a rule matches the tighter numbers now: a narrowing each, with a reason. */
export function ApplyTighter({ rule, effects, blocked }: ApplyTighterProps) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Tightened | null>(null);
  const live = useIsLive();
  const act = useAct("applyTighter", ["ruleEffects", "checkRule", "task", "listTasks"]);
  const tighter = effects.items.filter((item) => item.anyTighter);
  const apply = (reason: string) =>
    act.mutate(
      // What was shown is what is done; only where the list is cut is every task meant.
      { id: rule.id, reason, tasks: effects.more ? undefined : tighter.map((item) => item.task.id) },
      {
        onSuccess: (result) => {
          setDone(result);
          setOpen(false);
        },
      },
    );
  return (
    <>
      {done && <Outcome done={done} />}
      {tighter.length > 0 && (
        <p>
          <Button
            icon={ACT_ICONS.narrow}
            blocked={blocked || (!live && "This page is not live, so what it shows may be old.")}
            onClick={() => setOpen(true)}
          >
            Apply the tighter ones now…
          </Button>
        </p>
      )}
      {blocked && tighter.length > 0 && <p className="hint">{blocked}</p>}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Narrow ${counted(effects.tighter, "task")}${effects.more ? " or more" : ""}`}
        description="Each gets the tighter of what it holds and what the rules give now. Nothing gets looser, and no end moves later."
        stops={{
          title: "What is narrowed",
          items: tighter.slice(0, NAMED).map(({ task, pausesAtOnce }) => (
            <span key={task.id}>
              <Untrusted text={task.purpose} />, {task.agent.name}
              {pausesAtOnce && (
                <span className="hint wait">
                  <Icon of={TriangleAlert} small /> pauses or ends at once
                </span>
              )}
            </span>
          )),
          more: Math.max(0, effects.tighter - NAMED),
        }}
        reason={{}}
        confirm={`Narrow ${counted(effects.tighter, "task")}`}
        confirmIcon={ACT_ICONS.narrow}
        variant="even"
        busy={act.isPending}
        error={act.error}
        onConfirm={apply}
      />
    </>
  );
}

/** How many were narrowed, and of the others why not. */
function Outcome({ done }: { done: Tightened }) {
  const why = [...new Set(done.left.map((one) => one.sentence))];
  return (
    <Notice
      tone={done.left.length > 0 ? "wait" : "ok"}
      icon={CircleCheck}
      title={`${counted(done.narrowed.length, "task")} narrowed.`}
    >
      {done.left.length > 0 && `${counted(done.left.length, "task")} left as before: ${why.join(" ")}`}
    </Notice>
  );
}
