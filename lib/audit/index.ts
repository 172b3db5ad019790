export { type BodyKind, findBody, type NewBody, putBody, saltBody } from "./body";
export { type EntryRow, entryRow, instanceId } from "./entry";
export { ENTRY_COLUMNS, entryColumnsFrom, entryLine } from "./insert-columns";
export { INSTANCE_DEAD_SECONDS, startInstance } from "./instance";
export { findEntry, type LogFilter, listEntries, toLogEntry } from "./read";
export { record } from "./record";
export {
  ALLOW_GOOD_MILLISECONDS,
  isStillGood,
  type RecordedAllow,
  type RecordedInventory,
  recordedAllow,
  recordedInventory,
} from "./recorded";
export type { AuditEvent, EventKind, LogEntry, References } from "./schema";
export { settleUnknown } from "./settle-unknown";
export { startTail, type Tail } from "./tail";
