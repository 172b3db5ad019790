import { sqlCode } from "../db/index";

/** The victim of a deadlock was rolled back whole: the same statement again is the same release. */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= 3 || sqlCode(error) !== DEADLOCK) throw error;
    }
  }
}

const DEADLOCK = "40P01";
