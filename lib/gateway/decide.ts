import { type AuthorityAsked, authorityFor } from "../approvals/index";
import { sayLock } from "../identity/schema";
import type { JsonObject } from "../mcp/index";
import { decideCall, rulesInForce } from "../policy/index";
import { because, type Decision, type Reason, type Scope, type Term, type Terms } from "../policy/schema";
import { type FoundTool, findTools } from "../servers/index";
import { isFinal, type TaskView } from "../tasks/index";
import type { Caller } from "./caller";
import { sayNotYet } from "./not-yet";
import type { Subject } from "./subject";

/** What is to be done with a call. */
export type Verdict =
  | { does: "allow"; decision: Decision }
  | { does: "deny"; decision: Decision }
  /** The task gets its grant by rule, and the call is looked at again under it. */
  | { does: "grant"; asked: AuthorityAsked & { authority: NonNullable<AuthorityAsked["authority"]> } }
  | { does: "hold"; decision: Decision; authority: AuthorityAsked["authority"]; reasons: Reason[]; term: Term };

type Looked = {
  caller: Caller;
  subject: Subject;
  found: FoundTool;
  names: { server: string; tool: string };
  arguments: JsonObject;
};

/**
 * Decides a call against its task as it is now. A running task is decided under its grant; one that is requested or
 * paused under what it would get, so that nobody is asked about a call that would be denied anyway.
 */
export function decide(looked: Looked): Verdict | Promise<Verdict> {
  const { task } = looked.subject;
  if (isFinal(task.state)) return deny(looked, because("task_ended", sayEnd(task)));
  if (task.state !== "running" || !task.grant)
    return authorityNow(looked).then((authority) => beforeGrant(looked, authority));
  const { scope, terms } = task.grant;
  if (looked.caller.via === "token") return underGrant(looked, scope, terms);
  return authorityNow(looked).then(({ agentKeys }) =>
    agentKeys === "deny" ? deny(looked, keysRefused()) : underGrant(looked, scope, terms),
  );
}

function underGrant(looked: Looked, scope: Scope, terms: Terms): Verdict {
  const term = termOf(terms, looked.names);
  const decision = decideCall(question(looked, scope, term));
  const early = decision.outcome === "deny" ? null : sayNotYet(looked.subject.task);
  if (early !== null) return deny(looked, because("not_yet", early));
  if (decision.outcome !== "hold" || !term) return { does: decision.outcome === "allow" ? "allow" : "deny", decision };
  return { does: "hold", decision, authority: null, reasons: decision.reasons, term };
}

function beforeGrant(looked: Looked, asked: AuthorityAsked): Verdict {
  const { task } = looked.subject;
  const { authority } = asked;
  if (!authority)
    return deny(
      looked,
      asked.uncovered[0]?.reason ?? because("no_rule", "No rule covers this task, and no rule means no."),
    );
  if (looked.caller.via === "key" && asked.agentKeys === "deny") return deny(looked, keysRefused());
  const term = termOf(authority.terms, looked.names);
  const decision = decideCall(question(looked, authority.scope, term));
  if (decision.outcome === "deny" || !term) return { does: "deny", decision };
  if (task.askAfter && task.askAfter.getTime() > Date.now())
    return deny(looked, because("cooling_down", sayQuiet(task)));
  const way = task.state === "requested" ? asked.start : asked.resume;
  if (way === "automatic" && (task.state === "requested" || mayResumeAlone(task)))
    return { does: "grant", asked: { ...asked, authority } };
  const reasons = [
    whyAsked(task),
    ...decision.reasons.filter((reason) => decision.outcome === "hold" || reason.code === "tool_drifted"),
  ];
  return { does: "hold", decision: { ...decision, outcome: "hold", reasons }, authority, reasons, term };
}

/** What a person or a limit stopped, only a person starts again; a rule resumes what a clock stopped. */
const mayResumeAlone = (task: TaskView): boolean => task.pausedFor === "idle" || task.pausedFor === "lease_over";

/** What the task would get now: with the classes its tools have at this moment. */
export async function authorityNow({ subject }: Pick<Looked, "subject">): Promise<AuthorityAsked> {
  const { task, agent, readAt } = subject;
  const servers = await Promise.all(task.charter.body.scope.map((part) => findTools(part.server, readAt)));
  const classes = new Map(
    servers.flatMap(
      (found) => found?.tools.map((tool) => [`${found.server.name}/${tool.name}`, tool.class] as const) ?? [],
    ),
  );
  return authorityFor(
    task,
    agent.name,
    await rulesInForce(),
    (server, tool) => classes.get(`${server}/${tool}`) ?? "unclassed",
  );
}

function question({ subject, found, names, arguments: given }: Looked, scope: Scope, term: Term | undefined) {
  return {
    agent: {
      name: subject.agent.name,
      state: subject.agent.state,
      locked: subject.agent.locked && sayLock(subject.agent.locked),
    },
    server: { name: names.server, state: stateOf(found.server) },
    tool: {
      name: names.tool,
      state: found.tool?.state ?? ("unknown" as const),
      class: found.tool?.class ?? ("unclassed" as const),
      locked: found.tool?.locked && sayLock(found.tool.locked),
    },
    scope,
    term,
    arguments: given,
  };
}

/** A server that was never reached has no tools yet: that is another thing than a tool that does not exist. */
function stateOf(server: FoundTool["server"]): "active" | "disabled" | "new" | "unknown" {
  if (!server) return "unknown";
  return server.state === "active" && server.era === null ? "new" : server.state;
}

function termOf(terms: Terms, names: { server: string; tool: string }): Term | undefined {
  return terms.find((term) => term.server === names.server && term.tool === names.tool);
}

function deny({ found }: Looked, reason: Reason): Verdict {
  return {
    does: "deny",
    decision: { outcome: "deny", class: found.tool?.class ?? "unclassed", reasons: [reason], rule: null },
  };
}

const keysRefused = () =>
  because("key_refused", "A rule does not let agent keys use this task; use a token of the authorization server.");

function whyAsked(task: TaskView): Reason {
  if (task.state === "requested") {
    const again = task.alwaysAsks ? " The last task of this charter did not end well, so a person is asked." : "";
    return because("start_needed", `This task has not been approved yet.${again}`);
  }
  return because("resume_needed", task.pauseNote ?? "The task is paused.");
}

function sayEnd(task: TaskView): string {
  const why = task.endReason ? `: ${task.endReason}` : "";
  return `This task is ${task.state}${why}. Ask for a new one to go on.`;
}

function sayQuiet(task: TaskView): string {
  const seconds = Math.max(1, Math.ceil(((task.askAfter?.getTime() ?? 0) - Date.now()) / 1000));
  return `${task.askNote ?? "A person said no."} It may ask again in ${seconds} s.`;
}
