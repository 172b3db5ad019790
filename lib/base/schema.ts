/** What of this module runs in a browser as well. */
export { canonicalJson, type Json } from "./canonical-json";
export { DURATION_HINT, parseDuration, printDuration, sayDuration } from "./duration";
export { lookAlikeSkeleton } from "./look-alikes";
export { shared } from "./shared";
export { parseStrictJson } from "./strict-json";
export { codeLabel, hasMarks, spelledOut, type TextRun, visibleText } from "./visible-text";
