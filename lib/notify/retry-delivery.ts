import { AppError } from "../base/index";
import { inTransaction } from "../db/index";
import { makeDue } from "./deliveries";

/**
 * Sends a delivery again that failed or waits, as soon as the worker looks. Whether it is still to be sent is looked at
 * then. The caller has checked that the person may (`manage_channels`).
 *
 * @throws NOT_FOUND when there is none that could be sent again.
 */
export async function retryDelivery(id: string): Promise<void> {
  const due = await inTransaction((tx) => makeDue(tx, id));
  if (!due) throw new AppError("NOT_FOUND", "There is no such delivery that could be sent again.");
}
