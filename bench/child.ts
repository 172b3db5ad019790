import { type ChildProcess, fork } from "node:child_process";

/** What a process can be asked: by name, what it is given and what it answers. */
export type Asks = { [name: string]: { given: unknown; answers: unknown } };

export type Question = { id: number; name: string; given: unknown };
export type Reply = { id: number; answer: unknown } | { id: number; fault: string };

/** One of the processes of a run, started and able to answer. */
export class Child<A extends Asks, Ready> {
  readonly ready: Ready;
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(child: ChildProcess, ready: Ready) {
    this.#process = child;
    this.ready = ready;
    this.pid = child.pid ?? 0;
    child.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("fault" in reply) waiting?.reject(new Error(reply.fault));
      else waiting?.resolve(reply.answer);
    });
    child.on("exit", (code, signal) => {
      const ended = new Error(`a process of the bench ended with ${signal ?? code}`);
      for (const { reject } of this.#waiting.values()) reject(ended);
      this.#waiting.clear();
    });
  }

  ask<Name extends keyof A & string>(name: Name, given: A[Name]["given"]): Promise<A[Name]["answers"]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ id, name, given } satisfies Question);
    });
  }

  /** Asks it to end, and waits until it has. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.disconnect();
    await gone;
  }
}

export type ChildOptions = { env?: Record<string, string>; execArgv?: string[] };

/** Starts a process and waits until it says what it is ready for. */
export async function startChild<A extends Asks, Ready>(
  script: string,
  { env = {}, execArgv = [] }: ChildOptions = {},
): Promise<Child<A, Ready>> {
  const child = fork(script, {
    env: { ...env, PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production" },
    execArgv,
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once("message", (message: { ready: Ready }) => resolve(message.ready));
    child.once("exit", (code, signal) => reject(new Error(`${script} did not start: ${signal ?? code}`)));
  });
  return new Child<A, Ready>(child, ready);
}
