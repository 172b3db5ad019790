import { z } from "zod";
import { scopeSchema } from "../policy/schema";

export const TASK_STATES = [
  "requested",
  "running",
  "paused",
  "completed",
  "withdrawn",
  "denied",
  "revoked",
  "expired",
] as const;
export const taskStateSchema = z.enum(TASK_STATES);
export type TaskState = z.infer<typeof taskStateSchema>;

/** Why a task pauses. Shown on the card, stored with the pause. */
export const PAUSES = [
  "idle",
  "context_changed",
  "lease_over",
  "scope_exceeded",
  "privilege_requested",
  "stalled",
  "limit_reached",
  "tool_drifted",
  "step_done",
  "operator",
  "signal",
  "restart",
] as const;
export const pauseSchema = z.enum(PAUSES);
export type PausedFor = z.infer<typeof pauseSchema>;

/** A run's name: what an agent calls one piece of work, so that two runs of one charter are two tasks. */
export const runSchema = z
  .string()
  .max(64)
  .regex(/^[\x20-\x7e]*$/, "Printable ASCII, at most 64 characters");

/** What a task is for and may do, as an agent or its owner writes it. */
export const charterSchema = z.strictObject({
  purpose: z.string().trim().min(1, "Say what the task is for").max(500),
  scope: scopeSchema,
  /** Asks for less time than the rules would give; more is cut to what they give. */
  ttl: z
    .strictObject({
      idleSeconds: z.number().int().min(1).optional(),
      leaseSeconds: z.number().int().min(1).optional(),
      endSeconds: z.number().int().min(1).optional(),
    })
    .optional(),
  calls: z.number().int().min(1).max(1_000_000).optional(),
});
export type CharterBody = z.infer<typeof charterSchema>;

/** Who makes a call: as what it proved itself, and the part of the network it calls from. */
export const callerContextSchema = z.object({ workload: z.string(), network: z.string() });
export type CallerContext = z.infer<typeof callerContextSchema>;

/**
 * What surrounded a task when it got its authority: whoever called while it was asked for, and its servers and tools as
 * they were. A rule says which parts pause the task when a call shows another one.
 */
export const contextSchema = z.object({
  workloads: z.array(z.string()),
  networks: z.array(z.string()),
  /** Addresses by server name. */
  servers: z.record(z.string(), z.string()),
  /** SHA-256 of the pinned definitions, hex, by `server/tool`. */
  tools: z.record(z.string(), z.string()),
});
export type Context = z.infer<typeof contextSchema>;
