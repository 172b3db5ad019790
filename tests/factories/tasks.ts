import { newId } from "../../lib/base/index";
import { db, inTransaction } from "../../lib/db/index";
import { type Clocks, DEFAULT_RULE, frozenOf, type Scope, type Terms } from "../../lib/policy/schema";
import { findTask, type Giving, grantTask, lockTask, openTask, type TaskView } from "../../lib/tasks/index";

const RULE = { id: "00000000-0000-7000-8000-000000000001", name: "default", version: 1 };

/** A person as the people's page would have made one. */
export async function makeHuman(
  over: { email?: string; roles?: string[] } = {},
): Promise<{ id: string; email: string }> {
  const id = newId();
  const email = over.email ?? `${id}@example.test`;
  await db().human.create({ data: { id, email, name: email, roles: over.roles ?? [] } });
  return { id, email };
}

/** An agent with an owner. */
export async function makeAgent(
  over: { ownerId?: string; name?: string } = {},
): Promise<{ id: string; name: string; ownerId: string }> {
  const id = newId();
  const ownerId = over.ownerId ?? (await makeHuman()).id;
  const name = over.name ?? `agent-${id.slice(-8)}`;
  await db().agent.create({ data: { id, name, ownerId } });
  return { id, name, ownerId };
}

export const SCOPE: Scope = [{ server: "files", tools: ["read_file", "write_file"] }];

export function makeClocks(over: Partial<Clocks> = {}): Clocks {
  const { idleSeconds, leaseSeconds, endSeconds, decideBySeconds, stallSeconds, coolDownSeconds, callsMax } =
    DEFAULT_RULE;
  return {
    idleSeconds,
    leaseSeconds,
    endSeconds,
    decideBySeconds,
    stallSeconds,
    coolDownSeconds,
    callsMax,
    from: {},
    ...over,
  };
}

/** A test asks and approves faster than people are let to. */
export const NO_HASTE = { asksPerMinute: null, approvalsPerHour: null };

export function makeTerms(scope: Scope): Terms {
  return scope.flatMap((part) =>
    part.tools.map((tool) => ({
      server: part.server,
      tool,
      rule: RULE,
      ...frozenOf({ ...DEFAULT_RULE, ...NO_HASTE }),
    })),
  );
}

export function makeGiving(over: Partial<Giving> = {}): Giving {
  const scope = over.scope ?? SCOPE;
  return { scope, terms: makeTerms(scope), clocks: makeClocks(), calls: null, ...over };
}

/** A task that an agent has just opened. */
export async function makeRequestedTask(
  over: { agentId?: string; scope?: Scope; run?: string } = {},
): Promise<TaskView> {
  const agentId = over.agentId ?? (await makeAgent()).id;
  const charter = { purpose: `Tidy the notes ${newId()}`, scope: over.scope ?? SCOPE };
  return openTask({ agentId, charter, run: over.run ?? newId().slice(-12), workload: "test", requestedSeconds: 3600 });
}

/** A task that runs under a grant. */
export async function makeRunningTask(over: Partial<Giving> & { agentId?: string } = {}): Promise<TaskView> {
  const { agentId, ...giving } = over;
  const task = await makeRequestedTask({ agentId, scope: giving.scope });
  await inTransaction(async (tx) => {
    const locked = await lockTask(tx, task.id);
    if (!locked) throw new Error("the task is gone");
    await grantTask(tx, locked, makeGiving(giving), { because: "approved", callers: [] });
  });
  const running = await findTask(task.id);
  if (!running) throw new Error("the task is gone");
  return running;
}
