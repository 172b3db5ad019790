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
