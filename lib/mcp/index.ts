// What clients send: one POST becomes one message or one refusal.
export type { JsonObject } from "./envelope";
export type {
  CallToolRequest,
  ClientAbilities,
  ClientNotification,
  ClientRequest,
  DiscoverRequest,
  InitializeRequest,
  ListToolsRequest,
  ParsedMessage,
  PingRequest,
} from "./message";
export { type ParamHeader, type ParamHeaders, readParamHeaders, refuseParamHeaders } from "./param-headers";
export { isRefusal, MESSAGE_LIMITS, type Post, parseMessage } from "./parse";
// What we answer them.
export { type ProgressWriter, progressFor, type UpstreamProgress } from "./progress";
export { type Refusal, type RefusalReason, RPC, type RpcError } from "./refusal";
export {
  discoverReply,
  errorReply,
  initializeReply,
  pingReply,
  type ReplyTo,
  refusalReply,
  resultReply,
  type ServerFace,
  toolsListReply,
  toolText,
} from "./reply";
// Tools as servers define them.
export * from "./schema";
export { STREAM_HEADERS, sseComment, sseMessage } from "./sse";
export { proposeClass, type ReadTool, readTool, toolFromText, type UnusableTool } from "./tool-definition";
// What we send to servers, and what we make of their answers.
export { type ToolReply, toolReply } from "./translate";
export { type UpstreamHead, UpstreamReader } from "./upstream-answer";
export {
  joinToolsPages,
  readDiscoverResult,
  readInitializeResult,
  readToolsPage,
  type ToolsPage,
  type UpstreamFacts,
} from "./upstream-facts";
export { type UpstreamAnswer, type UpstreamEvent, type UpstreamFault, upstreamFault } from "./upstream-message";
export {
  readSessionId,
  type UpstreamCall,
  type UpstreamContext,
  type UpstreamPost,
  type UpstreamSpeech,
  upstreamCall,
  upstreamCancellation,
  upstreamInitialize,
  upstreamNotification,
  upstreamRequest,
} from "./upstream-request";
export { withNote } from "./with-note";
