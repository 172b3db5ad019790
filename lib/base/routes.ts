/** Filters as they stand in an address. Empty values are left out. */
export type Filters = Readonly<Record<string, string | undefined>>;

function address(path: string, filters: Filters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== "") {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

const one = (folder: string, name: string): string => `${folder}/${encodeURIComponent(name)}`;

/** Every page people can be sent to. Links in pages, messages to agents and notifications all come from here. */
export const routes = {
  signIn: (returnTo?: string, error?: string): string => address("/sign-in", { return: returnTo, error }),
  /** One-time links: the first person, an invitation, a new password. */
  link: (token: string): string => one("/link", token),
  inbox: (approvalId?: string, filters?: Filters): string =>
    address(approvalId === undefined ? "/inbox" : one("/inbox", approvalId), filters),
  tasks: (filters?: Filters): string => address("/tasks", filters),
  task: (id: string, filters?: Filters): string => address(one("/tasks", id), filters),
  agents: (filters?: Filters): string => address("/agents", filters),
  newAgent: (): string => "/agents/new",
  agent: (id: string): string => one("/agents", id),
  servers: (filters?: Filters): string => address("/servers", filters),
  newServer: (): string => "/servers/new",
  server: (id: string): string => one("/servers", id),
  rules: (filters?: Filters): string => address("/rules", filters),
  /** `draft`: what a suggestion would have it say, to be looked at before anything is saved. */
  newRule: (draft?: Filters): string => address("/rules/new", draft),
  rule: (id: string): string => one("/rules", id),
  insights: (filters?: Filters): string => address("/insights", filters),
  log: (filters?: Filters): string => address("/log", filters),
  logEntry: (seq: string): string => one("/log", seq),
  settings: (section?: SettingsSection): string => (section === undefined ? "/settings" : one("/settings", section)),
} as const;

/** The parts of the settings page. */
export const SETTINGS_SECTIONS = [
  "account",
  "appearance",
  "notifications",
  "people",
  "passkeys",
  "groups",
  "broken-glass",
  "channels",
  "tokens",
  "system",
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** A place in the navigation. `group` puts a gap between subjects; `phone` says which ones are tabs at the thumb. */
export type Place = {
  id: "inbox" | "tasks" | "agents" | "servers" | "rules" | "log" | "insights" | "settings";
  label: string;
  href: string;
  group: 1 | 2 | 3 | 4;
  phone: boolean;
};

export const PLACES: readonly Place[] = [
  { id: "inbox", label: "Inbox", href: routes.inbox(), group: 1, phone: true },
  { id: "tasks", label: "Tasks", href: routes.tasks(), group: 1, phone: true },
  { id: "agents", label: "Agents", href: routes.agents(), group: 1, phone: false },
  { id: "servers", label: "Servers", href: routes.servers(), group: 1, phone: false },
  { id: "rules", label: "Rules", href: routes.rules(), group: 2, phone: false },
  { id: "log", label: "Log", href: routes.log(), group: 3, phone: true },
  { id: "insights", label: "Insights", href: routes.insights(), group: 3, phone: false },
  { id: "settings", label: "Settings", href: routes.settings(), group: 4, phone: false },
];

/** Tells whether an address lies in a place, so that a task's page marks "Tasks". */
export function isWithin(place: Place, path: string): boolean {
  return path === place.href || path.startsWith(`${place.href}/`);
}

/**
 * The path to go to after signing in. Only a path of our own is taken: an address of another site in `return` would
 * send a person, freshly signed in, wherever an attacker's link says.
 */
export function returnPath(asked: string | null | undefined): string {
  const fallback = routes.inbox();
  if (asked === null || asked === undefined || !asked.startsWith("/")) {
    return fallback;
  }
  try {
    const here = "http://countersign.invalid";
    const url = new URL(asked, here);
    // A backslash or a second slash makes browsers read a host where we see a path.
    return url.origin === here && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}${url.hash}` : fallback;
  } catch {
    return fallback;
  }
}
