import { digestOf, type Json } from "../base/index";
import { sayPattern, unpinnedOf } from "./argument-pattern";
import type { ActionClass } from "./class";
import { because, type Decision, type Reason } from "./decision";
import type { Scope } from "./scope";
import type { Term } from "./term";

/** Everything a decision depends on. Nothing else is looked at, so equal questions have equal answers. */
export type CallQuestion = {
  /** `locked`: what its lock says; absent or null while there is none. */
  agent: { name: string; state: "active" | "disabled"; locked?: string | null };
  server: { name: string; state: "active" | "disabled" | "new" | "unknown" };
  tool: {
    name: string;
    state: "pinned" | "drifted" | "gone" | "unknown";
    class: ActionClass;
    locked?: string | null;
  };
  /** The scope of the grant the task holds. */
  scope: Scope;
  /** What the rules said about this tool when the grant was approved; undefined when none covered it. */
  term: Term | undefined;
  arguments: { readonly [name: string]: Json };
};

type Check = (question: CallQuestion) => Reason | null;

/** In this order; the first that finds a reason denies. Who and what exists comes before what may be done with it. */
const DENIALS: readonly Check[] = [
  agentDisabled,
  agentLocked,
  serverClosed,
  toolMissing,
  toolLocked,
  outOfScope,
  uncovered,
  unpinned,
];

/**
 * Decides a call: denied when the agent is disabled or locked, the server or tool is not there or locked, the tool is outside the task's
 * scope or no rule covers it; else held when the tool has drifted or its rule does not allow calls of its class; else
 * allowed. A denial gives its first reason, a hold all of them. Never throws: a state or class that does not exist
 * denies or holds.
 */
export function decideCall(question: CallQuestion): Decision {
  const { tool, term } = question;
  const rule = term?.rule ?? null;
  const denial = firstDenial(question);
  if (denial || !term) return { outcome: "deny", class: tool.class, reasons: [denial ?? noRule(question)], rule };
  const holds = [drifted(question), held(term, question)].filter((reason) => reason !== null);
  if (holds.length > 0) return { outcome: "hold", class: tool.class, reasons: holds, rule };
  return { outcome: "allow", class: tool.class, reasons: [allowed(term, tool.class)], rule };
}

function firstDenial(question: CallQuestion): Reason | null {
  for (const check of DENIALS) {
    const reason = check(question);
    if (reason) return reason;
  }
  return null;
}

function agentDisabled({ agent }: CallQuestion): Reason | null {
  return agent.state === "active" ? null : because("agent_disabled", `The agent ${shown(agent.name)} is disabled.`);
}

function agentLocked({ agent }: CallQuestion): Reason | null {
  return agent.locked ? because("agent_locked", `The agent ${shown(agent.name)} is locked. ${agent.locked}`) : null;
}

function serverClosed({ server }: CallQuestion): Reason | null {
  if (server.state === "active") return null;
  if (server.state === "disabled") return because("server_disabled", `The server ${shown(server.name)} is disabled.`);
  if (server.state === "new")
    return because(
      "server_not_ready",
      `Nobody has looked at the server ${shown(server.name)} yet; call again in a moment.`,
    );
  return because("server_unknown", `There is no server ${shown(server.name)}.`);
}

function toolMissing({ server, tool }: CallQuestion): Reason | null {
  if (tool.state === "pinned" || tool.state === "drifted") return null;
  const where = `${shown(tool.name)} on ${shown(server.name)}`;
  if (tool.state === "gone") return because("tool_gone", `${where} is no longer offered.`);
  return because("tool_unknown", `There is no tool ${where}.`);
}

function toolLocked({ server, tool }: CallQuestion): Reason | null {
  if (!tool.locked) return null;
  return because("tool_locked", `${shown(tool.name)} on ${shown(server.name)} is locked. ${tool.locked}`);
}

function outOfScope({ server, tool, scope }: CallQuestion): Reason | null {
  const part = scope.find((candidate) => candidate.server === server.name);
  if (part?.tools.includes(tool.name)) return null;
  const where = `${shown(tool.name)} on ${shown(server.name)}`;
  return because("out_of_scope", `Out of scope: ${where} is not in this task.`);
}

function uncovered(question: CallQuestion): Reason | null {
  const { server, tool, term } = question;
  // A term for another tool is no term for this one, whoever passed it in.
  return term?.server === server.name && term.tool === tool.name ? null : noRule(question);
}

function unpinned({ server, tool, term, arguments: given }: CallQuestion): Reason | null {
  const condition = term?.pins && unpinnedOf(term.pins, given, digestOf);
  if (!condition) return null;
  const where = `${shown(tool.name)} on ${shown(server.name)}`;
  return because("pinned", `Out of scope: ${where} is in this task only when ${sayPattern([condition])}.`);
}

const noRule = ({ server, tool }: CallQuestion): Reason =>
  because("no_rule", `No rule covers ${shown(tool.name)} on ${shown(server.name)}, and no rule means no.`);

function drifted({ server, tool }: CallQuestion): Reason | null {
  if (tool.state !== "drifted") return null;
  const where = `${shown(tool.name)} on ${shown(server.name)}`;
  return because("tool_drifted", `The definition of ${where} has changed and nobody has accepted the change yet.`);
}

function held(term: Term, { server, tool }: CallQuestion): Reason | null {
  if (term.calls[tool.class] === "allow") return null;
  const rule = `${term.rule.name} v${term.rule.version}`;
  if (tool.class !== "unclassed") return because("held_by_rule", `Rule ${rule} holds ${tool.class} calls.`);
  const where = `${shown(tool.name)} on ${shown(server.name)}`;
  return because("unclassed", `Nobody has said what class ${where} is, and rule ${rule} holds such calls.`);
}

function allowed(term: Term, ofClass: ActionClass): Reason {
  return because("allowed_by_rule", `Rule ${term.rule.name} v${term.rule.version} allows ${ofClass} calls.`);
}

/** A name that may come from the wire, as it may stand in a sentence that people and models read. */
function shown(name: string): string {
  const safe = name.slice(0, 128).replace(/[^A-Za-z0-9_.\-/]/g, "\u{fffd}");
  return safe === "" ? "without a name" : safe;
}
