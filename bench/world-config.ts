import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const ADMIN = "jane@example.com";
export const APPROVER = "sam@example.com";
export const SERVERS = ["north", "east", "south", "west"] as const;
export const AGENTS = Array.from({ length: 20 }, (_, number) => `agent-${number}`);
export const TASKS_PER_AGENT = 10;
/** What each agent's charter asks for. The servers have a tool more, `purge`, which is out of everybody's scope. */
export const SCOPE = SERVERS.map((server) => ({ server, tools: ["echo", "find", "look", "save"] }));

const secret = (prefix: string) => `${prefix}${randomBytes(32).toString("base64url")}`;

export type WrittenConfig = { file: string; secrets: Map<string, string>; env: Record<string, string> };

/** Writes the configuration of the bench: it starts tasks by itself, and only calls that write wait for a person. */
export function writeConfig(folder: string, upstream: string): WrittenConfig {
  const secrets = new Map(AGENTS.map((name) => [name, secret("css_")]));
  const env: Record<string, string> = { BENCH_APPROVER_TOKEN: secret("cst_") };
  AGENTS.forEach((name, number) => {
    env[`BENCH_AGENT_${number}`] = secrets.get(name) ?? "";
  });
  const config = {
    people: [
      { email: ADMIN, name: "Jane", roles: ["admin"] },
      {
        email: APPROVER,
        name: "Sam",
        roles: ["approver", "auditor", "admin"],
        accessToken: { value: "env:BENCH_APPROVER_TOKEN", rights: ["read", "operate", "review"] },
      },
    ],
    servers: Object.fromEntries(
      SERVERS.map((name) => [
        name,
        { url: `${upstream}/mcp/${name}`, classes: { read: ["echo", "find", "look", "purge"], write: ["save"] } },
      ]),
    ),
    agents: Object.fromEntries(
      AGENTS.map((name, number) => [
        name,
        {
          owner: ADMIN,
          auth: { secret: `env:BENCH_AGENT_${number}` },
          charter: { purpose: "Keep the reports in order", scope: SCOPE },
        },
      ]),
    ),
    rules: [
      {
        name: "default",
        match: {},
        // One approver answers a thousand times, and tasks ask as fast as they can.
        asksPerMinute: "none",
        approvalsPerHour: "none",
        idle: "4h",
        lease: "4h",
        end: "8h",
        decideBy: "1h",
        coolDown: "1m",
        start: "auto",
        resume: "auto",
        hold: ["write", "destructive", "unclassed"],
        reviewBy: "any",
      },
    ],
  };
  const file = join(folder, "countersign.yaml");
  writeFileSync(file, JSON.stringify(config, null, 2)); // JSON is YAML
  return { file, secrets, env };
}
