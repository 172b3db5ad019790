export { type BodyKind, findBody, type NewBody, putBody, saltBody } from "./body";
export { type EntryRow, entryRow, instanceId } from "./entry";
export { INSTANCE_DEAD_SECONDS, startInstance } from "./instance";
export { findEntry, type LogFilter, listEntries, toLogEntry } from "./read";
export { record } from "./record";
export type { AuditEvent, EventKind, LogEntry, References } from "./schema";
