import { z } from "zod";
import { signingOptionsSchema } from "../../identity/schema";
import { idSchema, timeSchema } from "../atoms";

/** What a browser is to sign; the review is then sent with `signature: {signing: id, assertion}`, all else the same. */
export const signingSchema = z.object({ id: z.string(), expiresAt: timeSchema, options: signingOptionsSchema });

export const signedReviewInput = z.strictObject({ id: idSchema, review: idSchema });
export { signedReviewSchema } from "../../approvals/schema";
