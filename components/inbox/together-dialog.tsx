"use client";
import { useCallback, useState } from "react";
import type { ApprovalItem } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { useIsLive } from "../live/live-provider";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { type PartSeen, TogetherPart } from "./together-part";
import { TogetherReason } from "./together-reason";
import { isSettled, type OneAnswer, useTogether } from "./use-together";

export type TogetherAct = "approve" | "deny";

type TogetherDialogProps = {
  /** As they were when the dialog was opened: a list that moves on adds nothing to what is confirmed. */
  items: readonly ApprovalItem[];
  act: TogetherAct;
  onClose: () => void;
};

/**
 * Confirms the answer to several calls of one tool. Each is shown complete, with its digest, and can be left out; each
 * gets its own review, and says in place what came of it.
 */
export function TogetherDialog({ items, act, onClose }: TogetherDialogProps) {
  const together = useTogether();
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<ReadonlyMap<string, PartSeen>>(new Map());
  const [reason, setReason] = useState("");
  const [missed, setMissed] = useState(false);
  const live = useIsLive();
  const onSeen = useCallback((id: string, part: PartSeen) => setSeen((before) => new Map(before).set(id, part)), []);
  const chosen = items.filter(({ id }) => !leftOut.has(id) && seen.get(id)?.why == null);
  const open = chosen.filter(({ id }) => !isSettled(together.results.get(id)));
  const finished = together.results.size > 0 && open.length === 0;
  const blocked = whyNotYet({ live, open, seen, act });
  const toggle = (id: string) => {
    const next = new Set(leftOut);
    if (!next.delete(id)) next.add(id);
    setLeftOut(next);
  };
  const confirm = () => {
    if (act === "deny" && reason.trim() === "") return setMissed(true);
    void together.send(open.flatMap(({ id }) => answerFor(id, seen.get(id), { act, reason: reason.trim() })));
  };
  const first = items[0];
  const verb = act === "approve" ? "Approve" : "Deny";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      wide
      busy={together.busy}
      title={`${verb} ${items.length} calls of ${first?.tool} on ${first?.server}`}
      description="Each gets its own answer, for exactly what stands here. Take out what needs another look."
    >
      <DialogBody>
        {act === "deny" && !finished && (
          <TogetherReason value={reason} onValue={setReason} missing={missed && reason.trim() === ""} />
        )}
        <ul className="together">
          {items.map((item) => (
            <TogetherPart
              key={item.id}
              item={item}
              chosen={!leftOut.has(item.id)}
              result={together.results.get(item.id)}
              onToggle={toggle}
              onSeen={onSeen}
            />
          ))}
        </ul>
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose} blocked={together.busy}>
          {finished ? "Close" : "Cancel"}
        </Button>
        {!finished && (
          <Button
            variant={act === "approve" ? "solid" : "stop"}
            icon={ACT_ICONS[act]}
            busy={together.busy && "Recording…"}
            blocked={blocked ?? false}
            onClick={confirm}
          >
            {open.length === 1 ? `${verb} 1 call` : `${verb} ${open.length} calls`}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

type Standing = {
  live: boolean;
  open: readonly ApprovalItem[];
  seen: ReadonlyMap<string, PartSeen>;
  act: TogetherAct;
};

/** Why it cannot be confirmed yet. */
function whyNotYet({ live, open, seen, act }: Standing): string | null {
  if (!live) return "The page is not live; what it shows may be old.";
  if (open.length === 0) return "Nothing is chosen.";
  const ready = (id: string) => (act === "approve" ? seen.get(id)?.complete : seen.has(id));
  return open.every(({ id }) => ready(id)) ? null : "The arguments are not complete yet.";
}

function answerFor(
  id: string,
  part: PartSeen | undefined,
  { act, reason }: { act: TogetherAct; reason: string },
): OneAnswer[] {
  if (!part) return [];
  const { digest, rendering } = part;
  return [act === "approve" ? { id, answer: "approve", digest, rendering } : { id, answer: "deny", digest, reason }];
}
