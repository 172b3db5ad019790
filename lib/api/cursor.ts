import { z } from "zod";
import { AppError } from "../base/index";

/**
 * Makes the place where the next page begins. It is opaque to whoever gets it, and good only for the list that made it.
 *
 * @param list The list and its order: a cursor of another order would skip what nobody sees.
 */
export function makeCursor(list: string, place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...place]), "utf8").toString("base64url");
}

/**
 * Reads a place that makeCursor made.
 *
 * @throws INVALID_INPUT when it is not one of this list.
 */
export function readCursor<const Place extends readonly z.ZodType[]>(
  list: string,
  cursor: string | undefined,
  place: Place,
): z.output<z.ZodTuple<Place, null>> | null {
  if (cursor === undefined) return null;
  const parsed = z.tuple([z.literal(list), ...place]).safeParse(fromText(cursor));
  if (!parsed.success) {
    const message = "That is not where a page of this list begins. Start from its first page.";
    throw new AppError("INVALID_INPUT", message, { errors: [{ path: "cursor", message }] });
  }
  const [, ...values] = parsed.data;
  return values as z.output<z.ZodTuple<Place, null>>; // the tuple without its first part
}

function fromText(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** A moment in a cursor, with the milliseconds that the database keeps. */
export const momentSchema = z.iso.datetime().transform((text) => new Date(text));
/** An id in a cursor. */
export const placeIdSchema = z.uuid();
/** The number of an entry in a cursor. */
export const placeSeqSchema = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
