import type { ErrorCode } from "../base/index";
import type { RefusalReason } from "../mcp/index";

/** Why a request was refused before it was decided. A closed list: it labels what is counted. */
export type RefusedFor = ErrorCode | RefusalReason;

/** Counts what was refused before it could be decided: that is not logged, since anybody could fill the log with it. */
export class Refusals {
  readonly #counts = new Map<RefusedFor, number>();

  count(reason: RefusedFor): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  /** How often each reason has come since the process started. */
  all(): ReadonlyMap<RefusedFor, number> {
    return this.#counts;
  }
}
