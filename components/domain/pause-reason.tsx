import {
  FileDiff,
  FingerprintPattern,
  Flag,
  Gauge,
  Hand,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Moon,
  Power,
  RadioTower,
  RefreshCw,
  ScanLine,
} from "lucide-react";
import type { ReactNode } from "react";
import type { PausedFor } from "@/lib/tasks/schema";
import { Icon } from "../ui/icon";

/** Why a task paused: no colour of its own. */
export const PAUSE_MARKS: Readonly<Record<PausedFor, { word: string; icon: LucideIcon }>> = {
  idle: { word: "idle", icon: Moon },
  context_changed: { word: "context changed", icon: FingerprintPattern },
  lease_over: { word: "lease over", icon: RefreshCw },
  scope_exceeded: { word: "scope exceeded", icon: ScanLine },
  privilege_requested: { word: "privilege requested", icon: KeyRound },
  stalled: { word: "stalled", icon: Hourglass },
  limit_reached: { word: "limit reached", icon: Gauge },
  tool_drifted: { word: "tool drifted", icon: FileDiff },
  step_done: { word: "step done", icon: Flag },
  operator: { word: "operator", icon: Hand },
  signal: { word: "signal", icon: RadioTower },
  restart: { word: "restart", icon: Power },
};

/** Why a task paused, with what there is to add: "idle 42 min, limit 15 min". */
export function PauseReason({ reason, children }: { reason: PausedFor; children?: ReactNode }) {
  const mark = PAUSE_MARKS[reason];
  return (
    <span className="why2 inline-flex gap-1.5 items-center min-w-0">
      <Icon of={mark.icon} small />
      <span className="cut">
        {mark.word}
        {children && <> {children}</>}
      </span>
    </span>
  );
}
