"use client";
import { useState } from "react";
import type { TaskDetail } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { Button } from "../ui/button";
import { NarrowDialog } from "./narrow-dialog";
import { PauseDialog } from "./pause-dialog";
import { RevokeDialog } from "./revoke-dialog";

const ACTS = [
  { act: "pause", word: "Pause…", variant: "plain" },
  { act: "narrow", word: "Narrow…", variant: "plain" },
  { act: "revoke", word: "Revoke…", variant: "stop" },
] as const;
type Act = (typeof ACTS)[number]["act"];

/**
 * What a person can take from a task: a moment, a part, or all of it. Each asks why first. A dialog stays when somebody
 * else is first, to say so.
 */
export function TaskActs({ task }: { task: TaskDetail }) {
  const [open, setOpen] = useState<Act | null>(null);
  const can = (act: Act) => task.acts.includes(act);
  const close = () => setOpen(null);
  return (
    <>
      {ACTS.filter(({ act }) => can(act)).map(({ act, word, variant }) => (
        <Button key={act} variant={variant} icon={ACT_ICONS[act]} shortcut={act} onClick={() => setOpen(act)}>
          {word}
        </Button>
      ))}
      {open === "pause" && <PauseDialog task={task} onClose={close} />}
      {open === "narrow" && <NarrowDialog task={task} onClose={close} />}
      {open === "revoke" && <RevokeDialog tasks={[task.id]} onClose={close} onRevoked={close} />}
    </>
  );
}
