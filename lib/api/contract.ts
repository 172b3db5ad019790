import type { z } from "zod";
import { ACCOUNT } from "./account/contract";
import { AGENTS } from "./agents/contract";
import { APPROVALS } from "./approvals/contract";
import { CHANNELS } from "./channels/contract";
import { CONFIG } from "./config/contract";
import type { Contract } from "./contract-form";
import { GLASS } from "./glass/contract";
import { GROUPS } from "./groups/contract";
import { INSIGHTS } from "./insights/contract";
import { LOG } from "./log/contract";
import { ME } from "./me/contract";
import { PEOPLE } from "./people/contract";
import { RULES } from "./rules/contract";
import { SERVERS } from "./servers/contract";
import { SETTINGS } from "./settings/contract";
import { TASKS } from "./tasks/contract";

/** Everything the API does, in one list. Pages, programs and the OpenAPI document all read it here. */
export const CONTRACT = {
  ...ME,
  ...APPROVALS,
  ...TASKS,
  ...AGENTS,
  ...SERVERS,
  ...RULES,
  ...INSIGHTS,
  ...LOG,
  ...PEOPLE,
  ...GROUPS,
  ...GLASS,
  ...ACCOUNT,
  ...CHANNELS,
  ...CONFIG,
  ...SETTINGS,
} as const satisfies Record<string, Contract>;

export type EndpointName = keyof typeof CONTRACT;
/** What a caller gives: defaults may be left out. */
export type InputOf<Name extends EndpointName> = z.input<(typeof CONTRACT)[Name]["input"]>;
/** What a handler gets: checked, with defaults. */
export type ParsedInputOf<Name extends EndpointName> = z.output<(typeof CONTRACT)[Name]["input"]>;
/** What a caller gets. */
export type OutputOf<Name extends EndpointName> = z.output<(typeof CONTRACT)[Name]["output"]>;

/** Endpoints that change nothing. */
export type QueryName = {
  [Name in EndpointName]: (typeof CONTRACT)[Name] extends { method: "GET" } | { asks: true } ? Name : never;
}[EndpointName];
/** Endpoints that are acts. */
export type ActName = Exclude<EndpointName, QueryName>;
