import { newPassword } from "./product";

/** Who asks: three agents of somebody else, and one of an approver. */
export const AGENTS = ["one", "two", "three", "own"] as const;
export type AgentName = (typeof AGENTS)[number];
const keyOf = () => `csk_${newPassword()}${newPassword()}${newPassword()}`;
export const keys = { one: keyOf(), two: keyOf(), three: keyOf(), own: keyOf() };
export const passwords = { SAM_PASSWORD: newPassword(), PRIYA_PASSWORD: newPassword() };

const agentOf = (name: AgentName, owner: string) => `
  ${name}:
    owner: ${owner}@example.com
    auth: { key: "env:KEY_${name.toUpperCase()}" }
    charter: { purpose: "Read the notes of ${name}", scope: [{ server: files, tools: [echo, write-file, delete-all] }] }`;
/** A house of two approvers, with a server whose every call is held. */
export const configOf = (url: string) => `
people:
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
  - { email: priya@example.com, name: Priya, roles: [approver], password: "env:PRIYA_PASSWORD" }
  - { email: wen@example.com, name: Wen, roles: [viewer] }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:${agentOf("one", "wen")}${agentOf("two", "wen")}${agentOf("three", "wen")}${agentOf("own", "sam")}
rules:
  - { name: default, match: {}, start: auto, decideBy: 1h, hold: [read, write, destructive] }
`;
