/** What of this module runs in a browser as well. */
export { DURATION_HINT, parseDuration, printDuration, sayDuration } from "./duration";
export { shared } from "./shared";
export { codeLabel, hasMarks, spelledOut, type TextRun, visibleText } from "./visible-text";
