import { callTool, fetchToken, inParallel, type Workplace } from "./agent";
import type { Caller } from "./processes/slice";
import type { World } from "./world";
import { AGENTS, SERVERS, TASKS_PER_AGENT } from "./world-config";

/** A token that ends within so many milliseconds is not taken into a slice. */
const TOO_OLD = 60_000;
const PURPOSE = "Keep the reports in order";
const WIDTH = 4;

type Task = Workplace & { token: string; endsAt: number };

/** The running tasks of the bench and their present tokens. */
export class Tasks {
  readonly #world: World;
  readonly #tasks: Task[];

  private constructor(world: World, tasks: Task[]) {
    this.#world = world;
    this.#tasks = tasks;
  }

  /** Opens them, and has each make its first call: a rule starts it. */
  static async open(world: World): Promise<Tasks> {
    const tasks = AGENTS.flatMap((agent) =>
      Array.from({ length: TASKS_PER_AGENT }, (_, number) => ({
        agent,
        server: SERVERS[number % SERVERS.length] ?? SERVERS[0],
        purpose: PURPOSE,
        run: `run-${number}`,
        token: "",
        endsAt: 0,
      })),
    );
    const opened = new Tasks(world, tasks);
    await inParallel(tasks, WIDTH, async (task) => {
      await opened.#renew(task);
      await callTool(world.gateway, { ...task, tool: "echo", args: { n: 0 } });
      await opened.#renew(task); // the start has raised the epoch
    });
    return opened;
  }

  /** Who calls, with tokens that last; each has been seen by the gateway. */
  async callers(): Promise<Caller[]> {
    const old = this.#tasks.filter(({ endsAt }) => endsAt - Date.now() < TOO_OLD);
    await inParallel(old, WIDTH, async (task) => {
      await this.#renew(task);
      const { status, text } = await callTool(this.#world.gateway, { ...task, tool: "echo", args: { n: 0 } });
      if (status !== 200 || !text.includes("ok 0")) throw new Error(`a first call was answered ${status}: ${text}`);
    });
    return this.#tasks.map(({ server, token }) => ({ path: `/mcp/${server}`, token }));
  }

  /** New tokens for some of them, which the gateway has not seen. The callers go on with them. */
  async fresh(count: number): Promise<{ caller: number; token: string }[]> {
    const places = Array.from({ length: count }, (_, number) => (number * 7) % this.#tasks.length);
    const made: { caller: number; token: string }[] = [];
    await inParallel(places, WIDTH, async (caller) => {
      const task = this.#tasks[caller];
      if (task) made.push({ caller, token: await fetchToken(this.#world, task) });
    });
    return made;
  }

  async #renew(task: Task): Promise<void> {
    task.token = await fetchToken(this.#world, task);
    const claims = JSON.parse(Buffer.from(task.token.split(".")[1] ?? "", "base64url").toString()) as { exp: number }; // our own token
    task.endsAt = claims.exp * 1000;
  }
}
