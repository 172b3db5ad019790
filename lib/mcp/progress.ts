import type { RequestId } from "./schema";

export type UpstreamProgress = { progress: number; total: number | null; message: string | null };

/** Writes the progress notifications of one request; each is a JSON-RPC message whose progress is above the last. */
export type ProgressWriter = {
  /** Something to say while waiting, without a measure. */
  say: (message: string) => string;
  /** The server's own progress, moved up above what was already said; null when it did not advance. */
  pass: (upstream: UpstreamProgress) => string | null;
};

/**
 * Makes the writer for a request that carried a progress token.
 *
 * Source: MCP, progress: the value must increase with each notification and the token must be the request's own.
 */
export function progressFor(progressToken: RequestId): ProgressWriter {
  let last = 0;
  let base: number | null = null;
  const write = (params: { progress: number; total?: number; message?: string }) => {
    last = params.progress;
    return JSON.stringify({ jsonrpc: "2.0", method: "notifications/progress", params: { progressToken, ...params } });
  };
  return {
    say: (message) => write({ progress: last + 1, message }),
    pass: ({ progress, total, message }) => {
      base ??= last;
      if (!(base + progress > last)) return null;
      return write({
        progress: base + progress,
        ...(total === null ? {} : { total: base + total }),
        ...(message === null ? {} : { message }),
      });
    },
  };
}
