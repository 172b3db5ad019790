"use client";
import { Bird } from "lucide-react";
import { useState } from "react";
import { CANARIES_MOST, type Insights } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { useMay } from "../api/use-may";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Facts, Section } from "../ui/section";
import { BeyondMark } from "./beyond-mark";
import { MetricName } from "./metric-name";
import { sayShare } from "./say-measure";

/** What looks like approvals, of calls that no agent made: how many there are, how many were caught, and, for admins, how many there are to be. */
export function CanarySection({ canaries: { perWeek, caught, expired, beyond } }: { canaries: Insights["canaries"] }) {
  const mayPlan = useMay("manage_canaries");
  const [planning, setPlanning] = useState(false);
  const facts = [
    {
      name: "How many",
      value: perWeek === 0 ? "none: they are off" : `${counted(perWeek, "canary", "canaries")} a week, by chance`,
    },
    { name: "Caught", value: <Caught caught={caught} beyond={beyond} /> },
    { name: "Unanswered", value: expired },
  ];
  return (
    <Section title={<MetricName of="canaries">Canaries</MetricName>} aside="in no other number">
      <div className="box pad canaries">
        <Facts facts={facts} />
        {mayPlan && (
          <Button icon={Bird} onClick={() => setPlanning(true)}>
            {perWeek === 0 ? "Switch on…" : "Change…"}
          </Button>
        )}
      </div>
      {planning && <PlanDialog perWeek={perWeek} onClose={() => setPlanning(false)} />}
    </Section>
  );
}

function Caught({ caught, beyond }: Pick<Insights["canaries"], "caught" | "beyond">) {
  if (!caught) return "Withheld: fewer than three people answered any, and it would tell about each of them.";
  return (
    <>
      {caught.of === 0 ? "none was answered yet" : sayShare(caught)}
      <BeyondMark of="canaries" beyond={beyond} />
    </>
  );
}

function PlanDialog({ perWeek, onClose }: { perWeek: number; onClose: () => void }) {
  const act = useAct("planCanaries", ["insights"]);
  const [text, setText] = useState(String(perWeek === 0 ? 2 : perWeek));
  const wanted = /^\d{1,2}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const wrong = !(wanted >= 0 && wanted <= CANARIES_MOST);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Canaries"
      description="A canary looks like the approval of a call that was approved before, with one value in it that should not be there. No agent made it, and no answer lets anything through. Whoever answers is told at once. Tell your approvers that there are canaries before you switch them on; when, they do not learn."
      confirm={wanted === 0 ? "Switch off" : "Save"}
      confirmIcon={Bird}
      variant="solid"
      busy={act.isPending}
      busyWord="Saving…"
      error={act.isError ? act.error : undefined}
      blocked={wrong && `A whole number from 0 to ${CANARIES_MOST}.`}
      onConfirm={() => act.mutate({ perWeek: wanted }, { onSuccess: onClose })}
    >
      <Field
        label="How many a week"
        hint={`0 to ${CANARIES_MOST}, by chance; 0 switches them off`}
        error={wrong ? `A whole number from 0 to ${CANARIES_MOST}.` : undefined}
      >
        <Input inputMode="numeric" value={text} maxLength={2} onChange={(event) => setText(event.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}
