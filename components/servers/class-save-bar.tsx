"use client";
import { TriangleAlert } from "lucide-react";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { Icon } from "../ui/icon";
import type { ClassChange } from "./class-draft";

type ClassSaveBarProps = {
  changes: readonly ClassChange[];
  busy: boolean;
  onDiscard: () => void;
  onSave: () => void;
};

/** Saves all chosen classes at once. Says when some are raised, because running tasks notice that. */
export function ClassSaveBar({ changes, busy, onDiscard, onSave }: ClassSaveBarProps) {
  const raised = changes.filter(({ raises }) => raises).length;
  return (
    <div className="savebar">
      <span className={raised > 0 ? "st wait max-phone:w-full" : "soft max-phone:w-full"}>
        {raised > 0 && <Icon of={TriangleAlert} />}
        {counted(changes.length, "class", "classes")} chosen{raised > 0 && `, ${raised} raised`}
      </span>
      <span className="grow hide-narrow" />
      <Button onClick={onDiscard} blocked={busy}>
        Discard
      </Button>
      <Button variant="solid" busy={busy && "Recording…"} onClick={onSave}>
        Save classes
      </Button>
    </div>
  );
}
