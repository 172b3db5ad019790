export { type BackupReport, backUp } from "./back-up";
export { checkDatabase, type DatabaseCheck } from "./check-database";
export { closeDatabase, databaseUrl, db, inTransaction, openDatabase, type Tx } from "./client";
export { isDuplicate, isOutage, isRolledBack, outage, sqlCode } from "./database-errors";
export { dropLease, takeLease } from "./lease";
export { migrate } from "./migrate";
export { type RestoreReport, restore } from "./restore";
export { grantRunRole } from "./roles";
export { withSessionLimits } from "./session-limits";
