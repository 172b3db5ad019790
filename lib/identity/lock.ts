import { z } from "zod";

/** A stop on an agent or a tool: since when, by whom and why. It stays until an admin lifts it. */
export const lockSchema = z.object({
  at: z.iso.datetime(),
  by: z.object({ id: z.string(), name: z.string() }),
  reason: z.string(),
});
export type Lock = z.infer<typeof lockSchema>;

/** What a person may lock along with a denial. */
export const LOCK_TARGETS = ["agent", "tool"] as const;
export const lockTargetSchema = z.enum(LOCK_TARGETS);
export type LockTarget = z.infer<typeof lockTargetSchema>;

/** Says a lock as agents, people and the log read it: "Locked by Sam at 2026-09-17 14:42 UTC: It deletes too much." */
export function sayLock({ at, by, reason }: Lock): string {
  const ends = /[.!?]$/.test(reason) ? "" : ".";
  return `Locked by ${by.name} at ${at.slice(0, 10)} ${at.slice(11, 16)} UTC: ${reason}${ends}`;
}
