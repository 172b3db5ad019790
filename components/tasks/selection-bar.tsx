"use client";
import { CircleCheck, X } from "lucide-react";
import { useState } from "react";
import { ACT_ICONS } from "../domain/act-icons";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { IconButton } from "../ui/icon-button";
import { Notice } from "../ui/notice";
import { RevokeDialog, type Revoked } from "./revoke-dialog";
import type { Selection } from "./use-selection";

/** The server takes no more at once. */
const MOST = 500;

/** What can be done with the selected rows, and what came of it. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const [asked, setAsked] = useState<readonly string[] | null>(null);
  const [done, setDone] = useState<Revoked | null>(null);
  const count = selection.tasks.length;
  const finish = (revoked: Revoked) => {
    setAsked(null);
    setDone(revoked);
    selection.clear();
  };
  return (
    <>
      {done && (
        <div className="px-4 py-2">
          <Notice
            icon={CircleCheck}
            title={sayRevoked(done)}
            action={<IconButton icon={X} label="Close" onClick={() => setDone(null)} />}
          >
            Their calls are refused from now on. Reason: “{done.reason}”
          </Notice>
        </div>
      )}
      {count > 0 && (
        <section className="bar bg-bg-on" aria-label="Selection">
          <span className="strong" role="status">
            {counted(count, "task")} selected
          </span>
          <span className="grow" />
          <Button variant="bare" onClick={selection.clear}>
            Clear
          </Button>
          <Button
            variant="stop"
            icon={ACT_ICONS.revoke}
            blocked={count > MOST && `At most ${MOST} tasks at once.`}
            onClick={() => setAsked(selection.tasks.map((task) => task.id))}
          >
            Revoke…
          </Button>
        </section>
      )}
      {asked && <RevokeDialog tasks={asked} onClose={() => setAsked(null)} onRevoked={finish} />}
    </>
  );
}

function sayRevoked({ revoked, ended }: Revoked): string {
  const left =
    ended === 0
      ? ""
      : ` ${counted(ended, "task")} had ended already and stayed as ${ended === 1 ? "it was" : "they were"}.`;
  return `Revoked ${counted(revoked, "task")}.${left}`;
}
