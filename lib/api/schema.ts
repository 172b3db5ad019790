/** The API's nouns and the list of what it does: everything here runs in a browser as well. */

export type { SentencePart } from "../approvals/schema";
export * from "./account/schema";
export * from "./agents/schema";
export * from "./approvals/change-schema";
export * from "./approvals/pattern-schema";
export * from "./approvals/question-schema";
export * from "./approvals/quorum-schema";
export * from "./approvals/review-schema";
export * from "./approvals/schema";
export * from "./approvals/siblings-schema";
export * from "./approvals/sight-schema";
export * from "./approvals/signing-schema";
export {
  type AgentRef,
  type BodyView,
  bodySchema,
  type Named,
} from "./atoms";
export { callEndpoint } from "./call-endpoint";
export * from "./channels/schema";
export * from "./config/schema";
export {
  type ActName,
  CONTRACT,
  type EndpointName,
  type InputOf,
  type OutputOf,
  type ParsedInputOf,
  type QueryName,
} from "./contract";
export type { Contract, Method } from "./contract-form";
export * from "./glass/schema";
export * from "./groups/schema";
export * from "./insights/schema";
export * from "./log/schema";
export * from "./me/schema";
export * from "./people/schema";
export * from "./rules/schema";
export * from "./servers/schema";
export * from "./settings/schema";
export * from "./tasks/schema";
