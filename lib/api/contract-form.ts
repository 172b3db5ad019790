import { z } from "zod";
import type { Right } from "../identity/schema";
import { idSchema } from "./atoms";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What one address takes, answers, and asks of whoever comes. */
export type Contract = {
  method: Method;
  /** Parts in braces are fields of the input; the others come as query (GET) or body. */
  path: `/api/v1/${string}`;
  /** What one must be allowed to do; null: being somebody is enough. */
  right: Right | null;
  /** Only for somebody who is signed in on the page, never for an access token. */
  page?: true;
  /** The answer holds something that is shown once. */
  once?: true;
  /** A write that changes nothing: it needs no Idempotency-Key and keeps no answer. */
  asks?: true;
  /** The answer is a stream of one of these types instead of `output`. */
  streams?: readonly string[];
  input: z.ZodType;
  output: z.ZodType;
  /** What it does, in a sentence. */
  says: string;
};

/** An input of nothing. */
export const nothing = z.strictObject({});
/** An input of one id, which stands in the path. */
export const byId = z.strictObject({ id: idSchema });
