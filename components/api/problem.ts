import { z } from "zod";

/** What the server says when it refuses. Source: RFC 9457, with our closed `code`. */
const problemSchema = z.object({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
});

/** A refusal by the API, with everything that its problem document said beside the sentence in `more`. */
export class ApiError extends Error {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(problem: { code: string; title: string; status: number; detail?: string }, more = {}) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.code = problem.code;
    this.title = problem.title;
    this.status = problem.status;
    this.more = more;
  }
}

/** Reads an answer that is not a success. An answer that is no problem document is said by its status alone. */
export function errorFrom(status: number, body: unknown): ApiError {
  const parsed = problemSchema.safeParse(body);
  return parsed.success
    ? new ApiError(parsed.data, typeof body === "object" && body !== null ? body : {})
    : new ApiError({
        code: "UNREADABLE",
        title: "The server gave an unreadable answer",
        status,
        detail: `Status ${status}.`,
      });
}

/** The server could not be asked at all. */
export function unreachable(writes: boolean): ApiError {
  const detail = writes
    ? "Whether this was recorded is not known. Trying again records it once at most."
    : "What you see may be old.";
  return new ApiError({ code: "UNREACHABLE", title: "The server cannot be reached", status: 0, detail });
}

export type ProblemFace = { title: string; detail: string; retriable: boolean };

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Any error as a title, a sentence, and whether trying again could help. */
export function problemOf(error: unknown): ProblemFace {
  if (error instanceof ApiError) {
    const retriable = error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500;
    return { title: error.title, detail: error.message === error.title ? "" : sentence(error.message), retriable };
  }
  return {
    title: "This page made a mistake",
    detail: "Reload it. If it stays, tell whoever runs this Countersign.",
    retriable: true,
  };
}
