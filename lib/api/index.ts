export { callEndpoint } from "./call-endpoint";
export { handleApi, isApiRequest } from "./handle";
export { sweepAnswers } from "./idempotency/store";
export { installApi } from "./install";
export { openApiDocument } from "./openapi";
export type { ApiSettings } from "./settings";
