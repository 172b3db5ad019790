export { checkDatabase, type DatabaseCheck } from "./check-database";
export {
  closeDatabase,
  databaseUrl,
  db,
  inTransaction,
  isDuplicate,
  isOutage,
  openDatabase,
  sqlCode,
  type Tx,
} from "./client";
export { dropLease, takeLease } from "./lease";
export { migrate } from "./migrate";
export { grantRunRole } from "./roles";
export { withSessionLimits } from "./session-limits";
