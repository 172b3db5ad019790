import { z } from "zod";
import { RIGHTS, type Right, roleSchema, tokenRightSchema } from "../../identity/schema";
import { seqSchema, timeSchema } from "../atoms";
import { brokenGlassSchema } from "../glass/schema";
import { absenceRowSchema } from "../groups/schema";

const rightSchema = z.enum(RIGHTS as [Right, ...Right[]]);

/** Who asks, what they may do, and what waits for them. */
export const meSchema = z.object({
  via: z.enum(["page", "token"]),
  person: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    roles: z.array(roleSchema),
    seesBodies: z.boolean(),
  }),
  token: z.object({ id: z.string(), name: z.string(), rights: z.array(tokenRightSchema) }).nullable(),
  rights: z.array(rightSchema),
  counts: z.object({
    /**
     * Pending approvals that wait for this person, to be decided or because something was asked back that they may answer,
     * and those that wait for others only. At most 1000 are counted.
     */
    mine: z.int(),
    others: z.int(),
    /** Tasks that are requested, running or paused. At most 1000 are counted. */
    tasks: z.int(),
    /** Tools that drifted or that nobody has classed yet. */
    tools: z.int(),
    /** Broken glasses that this person may judge, and those that nobody judged in time. */
    glass: z.int(),
    glassOverdue: z.int(),
  }),
  /** Broken glasses that give authority now: everybody must see them. */
  brokenGlass: z.array(brokenGlassSchema),
  /** Set while one is away. */
  away: absenceRowSchema.nullable(),
  /** What there is: a new installation says what to do next. */
  house: z.object({ servers: z.int(), agents: z.int(), people: z.int(), approvers: z.int() }),
  /** How far this instance has followed the log. A page that was made now hears what comes after. */
  seq: seqSchema,
  now: timeSchema,
});
export type Me = z.infer<typeof meSchema>;
