import type { InputOf } from "@/lib/api/schema";
import type { Filters } from "@/lib/base/routes";
import { PAUSES, type PausedFor, TASK_STATES, type TaskState } from "@/lib/tasks/schema";

/** States that a task can still leave, in the order in which people look at them. */
export const OPEN_STATES = ["running", "paused", "requested"] as const satisfies readonly TaskState[];
export const ENDED_STATES = TASK_STATES.filter((state) => !OPEN_STATES.some((open) => open === state));

/** The views of the page by the word in the address. Without one, what is still open is shown. */
const VIEW_STATES: Readonly<Record<string, readonly TaskState[] | undefined>> = {
  open: OPEN_STATES,
  ended: ENDED_STATES,
  all: undefined,
};
export const TASK_VIEWS = [
  { state: "open", label: "Open" },
  { state: "running", label: "Running" },
  { state: "paused", label: "Paused" },
  { state: "requested", label: "Requested" },
  { state: "ended", label: "Ended" },
  { state: "all", label: "All" },
] as const;

/** What the list is narrowed to, as it stands in the address. */
export type TaskFilters = {
  /** The name of a view, or states with commas between them. */
  state: string;
  why: readonly PausedFor[];
  agent?: string;
  server?: string;
  /** The id of a person. */
  owner?: string;
  text?: string;
};

const isView = (state: string): boolean => Object.hasOwn(VIEW_STATES, state);

const listed = <T extends string>(text: string | null, known: readonly T[]): T[] => {
  const asked = new Set(text?.split(","));
  return known.filter((name) => asked.has(name));
};

/** Reads the filters of an address. What it does not know is left out, so that an old link still shows tasks. */
export function parseFilters(params: { get: (name: string) => string | null }): TaskFilters {
  const asked = params.get("state") ?? "open";
  const state = isView(asked) ? asked : listed(asked, TASK_STATES).join(",") || "open";
  const word = (name: string) => params.get(name)?.trim() || undefined;
  return {
    state,
    why: listed(params.get("why"), PAUSES),
    agent: word("agent"),
    server: word("server"),
    owner: word("owner"),
    text: word("text"),
  };
}

/** The same for an address. What is as it always is stays out of it. */
export function printFilters({ state, why, ...words }: TaskFilters): Filters {
  return { state: state === "open" ? undefined : state, why: why.join(","), ...words };
}

/** The states that are asked for; undefined for all of them. */
export const statesOf = (filters: TaskFilters): readonly TaskState[] | undefined =>
  isView(filters.state) ? VIEW_STATES[filters.state] : listed(filters.state, TASK_STATES);

/** What the API is asked, latest activity first. */
export function toQuery(filters: TaskFilters): InputOf<"listTasks"> {
  const { why, agent, server, owner, text } = filters;
  const states = statesOf(filters);
  return {
    state: states && [...states],
    pausedFor: why.length > 0 ? [...why] : undefined,
    agent,
    server,
    owner,
    text,
    sort: "activity",
    limit: 100,
  };
}

/** The filters after a view was chosen. A reason for pausing stays only where paused tasks are shown. */
export function withState(filters: TaskFilters, state: string): TaskFilters {
  const next = { ...filters, state };
  const states = statesOf(next);
  return { ...next, why: states && !states.includes("paused") ? [] : filters.why };
}

/** States that were picked one by one, and stand as chips; none while a view is shown. */
export function pickedStates(filters: TaskFilters): readonly TaskState[] {
  return TASK_VIEWS.some((view) => view.state === filters.state) ? [] : listed(filters.state, TASK_STATES);
}

/** The filters after one state was picked or dropped. */
export function toggleState(filters: TaskFilters, state: TaskState): TaskFilters {
  const picked = isView(filters.state) ? [] : listed(filters.state, TASK_STATES);
  const kept = picked.includes(state) ? picked.filter((one) => one !== state) : [...picked, state];
  return withState(filters, listed(kept.join(","), TASK_STATES).join(",") || "open");
}

/** The filters after one reason for pausing was picked or dropped. Only paused tasks have one. */
export function toggleWhy(filters: TaskFilters, reason: PausedFor): TaskFilters {
  const { why } = filters;
  const kept = why.includes(reason) ? why.filter((one) => one !== reason) : [...why, reason];
  const states = statesOf(filters);
  return { ...filters, why: kept, state: states && !states.includes("paused") ? "paused" : filters.state };
}

/** Whether anything but a view narrows the list. */
export const isFiltered = ({ why, agent, server, owner, text }: TaskFilters): boolean =>
  why.length > 0 || [agent, server, owner, text].some((word) => word !== undefined);
