import { z } from "zod";
import {
  channelChangeSchema,
  channelKindSchema,
  channelNameSchema,
  channelViewSchema,
  choiceSchema,
  deliveryStateSchema,
  messageEventSchema,
  newChannelSchema,
  receiptSchema,
  toldEventSchema,
} from "../../notify/schema";
import { idSchema, namedSchema, pageInput, reasonTextSchema, timeSchema, untrustedSchema } from "../atoms";

/** A channel with how it has fared. */
export const channelRowSchema = channelViewSchema.extend({
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What came of the last message that was tried; null before the first. */
  last: z.object({ at: timeSchema, state: deliveryStateSchema, note: untrustedSchema.nullable() }).nullable(),
  /** Messages that wait to be sent, and that were given up in the last day. */
  waiting: z.int(),
  failed: z.int(),
});
export type ChannelRow = z.infer<typeof channelRowSchema>;

export const addChannelInput = z.strictObject({ name: channelNameSchema, settings: newChannelSchema });
export const changeChannelInput = z.strictObject({ id: idSchema, settings: channelChangeSchema });
export const disableChannelInput = z.strictObject({ id: idSchema, reason: reasonTextSchema });

/** A channel, and the signing secret of a webhook when it is new: it is shown this once. */
export const channelSavedSchema = z.object({ channel: channelRowSchema, secret: z.string().nullable() });
export type ChannelSaved = z.infer<typeof channelSavedSchema>;

export const channelTestedSchema = receiptSchema.extend({ said: untrustedSchema });
export type ChannelTested = z.infer<typeof channelTestedSchema>;

export const listDeliveriesInput = z.strictObject({ id: idSchema, ...pageInput });

/** One message to one person or room, and what came of it. */
export const deliveryRowSchema = z.object({
  id: z.string(),
  /** Whom it is for; null for a room. */
  to: namedSchema.nullable(),
  approvalId: z.string(),
  event: messageEventSchema,
  state: deliveryStateSchema,
  attempts: z.int(),
  /** What the receiver said last, or why it was not sent. */
  note: untrustedSchema.nullable(),
  happenedAt: timeSchema,
  createdAt: timeSchema,
  /** When it is tried next; null unless it waits. */
  nextAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
});
export type DeliveryRow = z.infer<typeof deliveryRowSchema>;

/** Where one is told, of what, and what there is to choose from. */
export const notificationsSchema = z.object({
  /** False while one has not chosen: then `choice` is what counts for everybody who has not. */
  chosen: z.boolean(),
  choice: z.object({ channelIds: z.array(z.string()), events: z.array(toldEventSchema), timeZone: z.string() }),
  offered: z.array(
    z.object({ id: z.string(), name: z.string(), kind: channelKindSchema, state: z.enum(["on", "off"]) }),
  ),
});
export type Notifications = z.infer<typeof notificationsSchema>;
export const chooseNotificationsInput = choiceSchema;
