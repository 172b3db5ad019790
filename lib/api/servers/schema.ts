import { z } from "zod";
import { credentialViewSchema, upstreamCredentialSchema } from "../../credentials/schema";
import {
  classingSchema,
  driftAcceptanceSchema,
  serverChangeSchema,
  serverInputSchema,
  serverSchema,
  toolClassingSchema,
  toolSchema,
} from "../../servers/schema";
import { idSchema, namedSchema, reasonTextSchema, timeSchema } from "../atoms";

/** A server in the list. */
export const serverRowSchema = serverSchema.extend({
  /** Tasks that are requested, running or paused and whose charter names it. */
  tasks: z.int(),
});
export type ServerRow = z.infer<typeof serverRowSchema>;

/** A tool with who classed it, and where the difference to the pin is what somebody must look at. */
export const serverToolSchema = toolSchema.extend({ classedBy: namedSchema.nullable() });
export type ServerTool = z.infer<typeof serverToolSchema>;

export const serverDetailSchema = serverRowSchema.extend({
  /** Where agents reach it through this gateway. */
  gatewayUrl: z.string(),
  /** Which header opens it and since when; never the value. */
  credential: credentialViewSchema.nullable(),
  inventory: z.array(serverToolSchema),
  now: timeSchema,
});
export type ServerDetail = z.infer<typeof serverDetailSchema>;

export const addServerInput = z.strictObject({
  name: serverInputSchema.shape.name,
  url: serverInputSchema.shape.url,
  classing: classingSchema.default("ask"),
  credential: upstreamCredentialSchema.optional(),
});

export const changeServerInput = z.strictObject({
  id: idSchema,
  url: serverChangeSchema.shape.url,
  classing: serverChangeSchema.shape.classing,
  /** null removes it. Needed with an address at another origin: a credential never silently goes elsewhere. */
  credential: serverChangeSchema.shape.credential,
});
export const switchServerInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });

export const inventorySchema = z.object({
  health: z.enum(["up", "down"]),
  note: z.string().nullable(),
  tools: z.int(),
  pinned: z.int(),
  drifted: z.int(),
  gone: z.int(),
});

export const classToolsInput = z.strictObject({ id: idSchema, tools: toolClassingSchema });
export const lockToolInput = z.strictObject({
  id: idSchema,
  tool: z.string().min(1).max(128),
  reason: reasonTextSchema,
});
export const acceptDriftInput = driftAcceptanceSchema.extend({ id: idSchema });
export const setServerCredentialInput = upstreamCredentialSchema.extend({ id: idSchema });
