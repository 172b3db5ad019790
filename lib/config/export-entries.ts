import { printDuration } from "../base/index";
import { orderRoles, roleSchema } from "../identity/schema";
import { ALL_APPROVERS, CLASSES, type Escalation, type RuleBody, type Tell, type Threshold } from "../policy/schema";
import { TOOL_CLASSES, toolClassSchema } from "../servers/schema";
import type { CharterBody } from "../tasks/schema";
import type { PresentChannel, PresentPerson, PresentServer } from "./store";

/** How each thing is written in the file. Keys whose value is undefined are left out. */

/** A person, without what is secret. */
export function printPerson({ email, name, roles, seesBodies, breakGlass, samePersonAs }: PresentPerson) {
  const known = orderRoles(roles.flatMap((role) => roleSchema.safeParse(role).data ?? []));
  const beyond = known.filter((role) => role !== "viewer");
  return {
    email,
    name: name === email.split("@")[0] ? undefined : name,
    roles: beyond.length > 0 ? beyond : known,
    seesBodies: seesBodies ? undefined : false,
    breakGlass: breakGlass || undefined,
    samePersonAs: samePersonAs ?? undefined,
  };
}

/** A server, without its credential. */
export function printServer({ url, classing, declared }: Pick<PresentServer, "url" | "classing" | "declared">) {
  return { url, classes: classing === "hints" ? "hints" : printClasses(declared) };
}

/** Tools under their classes; undefined when nothing is declared. */
function printClasses(declared: unknown): Record<string, string[]> | undefined {
  const tools = Object.entries(Object(declared ?? {}));
  if (tools.length === 0) return undefined;
  const under = (name: string) =>
    tools.flatMap(([tool, of]) => (toolClassSchema.safeParse(of).data === name ? [tool] : [])).sort();
  return Object.fromEntries(TOOL_CLASSES.map((name) => [name, under(name)]));
}

/**
 * A channel, with a variable in the place of each secret; the address of a room is one.
 *
 * @param variable Makes the reference to an environment variable for what it is called.
 */
export function printChannel({ settings, secrets }: PresentChannel, variable: (what: string) => string) {
  if (settings.kind === "email") {
    const { kind: _, user, ...mail } = settings;
    const password = secrets.includes("password") ? variable("password") : undefined;
    return { email: { ...mail, user: user || undefined, password } };
  }
  const { kind, from, events, timeZone } = settings;
  const url = variable("url");
  const secret = kind === "webhook" ? variable("secret") : undefined;
  return { [kind]: { url, secret }, from: from ?? undefined, events, timeZone };
}

/** A charter with its times as people write them. */
export function printCharter({ purpose, scope, ttl, calls }: CharterBody) {
  const time = (seconds: number | undefined) => (seconds === undefined ? undefined : printDuration(seconds));
  const times = ttl && { idle: time(ttl.idleSeconds), lease: time(ttl.leaseSeconds), end: time(ttl.endSeconds) };
  const asked = times && Object.values(times).some((one) => one !== undefined);
  return { purpose, scope, ttl: asked ? times : undefined, calls };
}

const printTell = (tell: Tell) => {
  if (tell.length === 0) return "nobody";
  return tell.length === 1 && tell[0] === ALL_APPROVERS ? ALL_APPROVERS : tell;
};

/** A number where nothing more is asked for. */
const printThreshold = (threshold: Threshold) => (Object.keys(threshold).length === 1 ? threshold.approve : threshold);

function printEscalation(escalation: Escalation | null) {
  if (!escalation) return "nobody";
  const { beforeSeconds, approve, ...whom } = escalation;
  return { before: printDuration(beforeSeconds), ...whom, approve: approve ?? undefined };
}

/** A rule in the short form, with every clock: the file must mean the same when defaults change. */
export function printRule(rule: RuleBody) {
  const signs = new Set(CLASSES.map((name) => rule.sign[name]));
  const reviewers = new Set(CLASSES.map((name) => rule.reviewBy[name]));
  return {
    name: rule.name,
    on: rule.on ? undefined : false,
    priority: rule.priority,
    match: rule.match,
    idle: printDuration(rule.idleSeconds),
    lease: printDuration(rule.leaseSeconds),
    end: printDuration(rule.endSeconds),
    decideBy: printDuration(rule.decideBySeconds),
    stall: rule.stallSeconds === null ? "none" : printDuration(rule.stallSeconds),
    ready: printDuration(rule.readySeconds),
    coolDown: printDuration(rule.coolDownSeconds),
    start: rule.start,
    resume: rule.resume,
    hold: CLASSES.filter((name) => rule.calls[name] === "hold"),
    reviewBy: reviewers.size === 1 ? rule.reviewBy.read : rule.reviewBy,
    sign: signs.size === 1 ? rule.sign.read : rule.sign,
    approvers: rule.approvers.map(printThreshold),
    denials: rule.denials,
    escalate: printEscalation(rule.escalate),
    breakGlass: printDuration(rule.breakGlassSeconds),
    tell: printTell(rule.tell),
    callsMax: rule.callsMax ?? "none",
    agentKeys: rule.agentKeys,
    context: rule.context,
    mask: rule.mask,
    asksPerMinute: rule.asksPerMinute ?? "none",
    approvalsPerHour: rule.approvalsPerHour ?? "none",
  };
}
