import { z } from "zod";

const seqSchema = z.string().regex(/^\d{1,19}$/);

/** What browsers hear about one entry: what happened and to what, never what was said. */
export const liveEventSchema = z.object({
  seq: seqSchema,
  at: z.string(),
  kind: z.string(),
  epoch: z.int().optional(),
  taskId: z.string().optional(),
  agentId: z.string().optional(),
  serverId: z.string().optional(),
  tool: z.string().optional(),
  humanId: z.string().optional(),
  callId: z.string().optional(),
  approvalId: z.string().optional(),
  /** The state that the task, approval, hold or call is in since then. */
  state: z.string().optional(),
});
export type LiveEvent = z.infer<typeof liveEventSchema>;

/**
 * Events of one moment. `seq` is the number up to which everything has been told; without it more of the same moment
 * follows. A frame without events says that we are still here.
 */
export const liveFrameSchema = z.object({ events: z.array(liveEventSchema), seq: seqSchema.optional() });
export type LiveFrame = z.infer<typeof liveFrameSchema>;

/** What a browser says when it connects: the last number it was told of, or nothing when it was told of none. */
export const helloSchema = z.object({ after: seqSchema.nullable() });

/** The answer: what it missed in between, or that it missed too much and fetches everything anew. */
export const welcomeSchema = z.object({ missed: liveFrameSchema.nullable() });
export type Welcome = z.infer<typeof welcomeSchema>;

/** The names of the messages on the socket. */
export const LIVE = { frame: "frame", hello: "hello" } as const;

/** A frame comes at least this often, in milliseconds: without one, the page is not live. */
export const HEARTBEAT_MILLISECONDS = 5000;
