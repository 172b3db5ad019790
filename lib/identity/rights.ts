import { z } from "zod";

/** What a person is here. Everyone is a viewer; the other roles add up. */
export const ROLES = ["viewer", "approver", "auditor", "admin"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What each role may, as the pages say it. */
export const ROLE_SAID: Readonly<Record<Role, string>> = {
  viewer: "sees tasks, approvals, agents, servers, rules and the log",
  approver: "approves, narrows and denies; pauses and revokes",
  auditor: "reads and exports all of the log",
  admin: "sets up agents, servers, rules, people and channels; pauses and revokes",
};

/** What a personal access token may be given. It never does more than its owner may. */
export const TOKEN_RIGHTS = ["read", "operate", "review"] as const;
export const tokenRightSchema = z.enum(TOKEN_RIGHTS);
export type TokenRight = z.infer<typeof tokenRightSchema>;

/** Everything one may be allowed to do, and the roles that allow it. Closed: what is not listed, nobody may. */
const GIVEN_TO = {
  /** Tasks, approvals, agents, servers, rules. */
  see: ["viewer"],
  /** Arguments and results. Not a role's: a person has it or not. */
  see_bodies: [],
  /** Entries about tasks, calls, approvals, agents, servers and rules. */
  read_log: ["viewer"],
  /** Entries about people: sign-ins, roles, access tokens. */
  read_people_log: ["auditor", "admin"],
  export_log: ["auditor", "admin"],
  /** How single people answer approvals: their own everybody sees. */
  see_people_insights: ["admin"],
  review: ["approver"],
  /** Authority without the approvals it takes, for a few minutes. Not a role's: a person has it or not. */
  break_glass: [],
  /** Say afterwards whether it was justified. */
  judge_broken_glass: ["approver", "admin"],
  /** Pause, narrow, revoke. */
  operate: ["approver", "admin"],
  manage_agents: ["admin"],
  manage_servers: ["admin"],
  manage_rules: ["admin"],
  manage_people: ["admin"],
  manage_channels: ["admin"],
  manage_canaries: ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export const RIGHTS = Object.keys(GIVEN_TO) as Right[];
export type Right = keyof typeof GIVEN_TO;

/** What each right of a token opens. Nothing of a token's manages anything: that takes a signed-in person. */
const TOKEN_OPENS = {
  read: ["see", "see_bodies", "read_log", "read_people_log", "export_log"],
  operate: ["operate"],
  review: ["review"],
} as const satisfies Record<TokenRight, readonly Right[]>;

/** Who asks, as far as rights depend on it. */
export type Asker = {
  human: { roles: readonly Role[]; seesBodies: boolean; breakGlass?: boolean };
} & ({ via: "page" } | { via: "token"; rights: readonly TokenRight[] });

/** Tells whether somebody may do something: their roles give it, and their token, when they come with one, opens it. */
export function may(asker: Asker, right: Right): boolean {
  if (asker.via === "token" && !asker.rights.some((given) => isListed(TOKEN_OPENS[given], right))) return false;
  if (right === "see_bodies") return asker.human.seesBodies;
  if (right === "break_glass") return asker.human.breakGlass === true;
  const roles: readonly Role[] = GIVEN_TO[right];
  return roles.some((role) => role === "viewer" || asker.human.roles.includes(role));
}

/** Puts roles into their one stored form: each once, in the order of ROLES, `viewer` always among them. */
export function orderRoles(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => role === "viewer" || roles.includes(role));
}

const isListed = (list: readonly Right[], right: Right): boolean => list.includes(right);
