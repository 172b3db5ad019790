/** What has to become a stream when it takes long. */
type Late = { stream(): void };

/** How often is looked, in milliseconds. */
const EVERY_MILLISECONDS = 250;

/**
 * Opens the streams of answers that take long. One timer looks after all of them: almost every call is over before,
 * and a timer of its own would cost each of them more than its way through here.
 */
export class LateAnswers {
  readonly #afterMilliseconds: number;
  /** In the order in which they become due, since all wait equally long. */
  readonly #due = new Map<Late, number>();
  #timer: NodeJS.Timeout | undefined;

  /** @param afterMilliseconds How long an answer may take before its stream is opened; up to 250 more are possible. */
  constructor(afterMilliseconds: number) {
    this.#afterMilliseconds = afterMilliseconds;
  }

  add(answer: Late): void {
    this.#due.set(answer, performance.now() + this.#afterMilliseconds);
    this.#timer ??= setInterval(() => this.#look(), EVERY_MILLISECONDS).unref();
  }

  delete(answer: Late): void {
    this.#due.delete(answer);
  }

  #look(): void {
    const now = performance.now();
    for (const [answer, due] of this.#due) {
      if (due > now) return;
      this.#due.delete(answer);
      answer.stream();
    }
    if (this.#due.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
