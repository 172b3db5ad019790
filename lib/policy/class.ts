import { z } from "zod";

/** Classes of action, least to most severe. Unclassed counts as the most severe: nobody has looked yet. */
export const CLASSES = ["read", "write", "destructive", "unclassed"] as const;
export const classSchema = z.enum(CLASSES);
export type ActionClass = z.infer<typeof classSchema>;

/** Tells whether `a` is more severe than `b`. */
export const isMoreSevere = (a: ActionClass, b: ActionClass): boolean => CLASSES.indexOf(a) > CLASSES.indexOf(b);

/** An object with one value for each class. */
export const byClass = <T extends z.ZodType>(value: T) =>
  z.strictObject({ read: value, write: value, destructive: value, unclassed: value });
