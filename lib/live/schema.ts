import { z } from "zod";

/** What browsers hear about one entry: what happened and to what, never what was said. */
export const liveEventSchema = z.object({
  seq: z.string(),
  at: z.string(),
  kind: z.string(),
  taskId: z.string().optional(),
  agentId: z.string().optional(),
  serverId: z.string().optional(),
  tool: z.string().optional(),
  humanId: z.string().optional(),
  callId: z.string().optional(),
  approvalId: z.string().optional(),
});
export type LiveEvent = z.infer<typeof liveEventSchema>;

/** Events of one moment, and how far the log has been read. A frame without events says that we are still here. */
export const liveFrameSchema = z.object({ events: z.array(liveEventSchema), seq: z.string() });
export type LiveFrame = z.infer<typeof liveFrameSchema>;

/** What a browser says when it connects: the last number it has seen, or nothing when it has just loaded everything. */
export const helloSchema = z.object({
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .nullable(),
});

/** The names of the messages on the socket. */
export const LIVE = { frame: "frame", hello: "hello", refetch: "refetch" } as const;

/** A frame comes at least this often, in milliseconds: without one, the page is not live. */
export const HEARTBEAT_MILLISECONDS = 5000;
