export { canonicalJson, type Json } from "./canonical-json";
export { digestCode, digestOf, equalSecret } from "./digest";
export { DURATION_HINT, parseDuration, printDuration, sayDuration } from "./duration";
export { checkAddress, checkLiteral, configureEgress, guardedLookup, isAllowedAddress } from "./egress";
export { AppError, ERRORS, type ErrorCode, isAppError } from "./errors";
export { isId, newId, newSecret } from "./ids";
export { shared } from "./shared";
