export { canonicalJson, type Json } from "./canonical-json";
export { type Cbor, readCbor } from "./cbor";
export {
  type AuthenticatorData,
  authenticatorDataOf,
  COSE_ALGORITHMS,
  type CoseKey,
  coseKey,
  readAuthenticatorData,
  verifyWithCoseKey,
} from "./cose-key";
export { digestCode, digestOf, equalSecret } from "./digest";
export { DURATION_HINT, parseDuration, printDuration, sayDuration } from "./duration";
export { checkAddress, checkLiteral, configureEgress, guardedLookup, isAllowedAddress } from "./egress";
export { ENV_SCHEMA, type Env, environment, envNotes, isLoopbackHost, parseEnv, publicUrlOf } from "./env";
export { AppError, ERRORS, type ErrorCode, isAppError } from "./errors";
export { isId, newId, newSecret } from "./ids";
export { isPromise } from "./is-promise";
export { configureKeys, type KeyName, type Keys, keyFile, type MakeKey } from "./keys";
export { listenProblem } from "./listen-problem";
export { configureLog, createLogger, type Logger, log, requestIdOf, withoutSecrets } from "./logger";
export { fewRandomBytes } from "./random";
export { routes } from "./routes";
export { isSameOrigin } from "./same-origin";
export { shared } from "./shared";
export { signingKeyFrom } from "./signing-key";
export {
  type JsonLimits,
  type JsonRefusal,
  type JsonRefusalCode,
  parseStrictJson,
  type StrictJson,
} from "./strict-json";
export { codeLabel, hasMarks, spelledOut, type TextRun, visibleText } from "./visible-text";
