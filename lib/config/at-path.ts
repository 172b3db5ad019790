import { isAppError } from "../base/index";
import type { Config } from "./config";
import { type Path, refuseFile } from "./problem";

/**
 * Does one entry's work; when it is refused, says at which line of the file.
 *
 * @throws INVALID_INPUT in place of every refusal but UNAVAILABLE; other errors as they are.
 */
export async function atPath<T>(config: Config, path: Path, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || error.code === "UNAVAILABLE") throw error;
    throw refuseFile(config.file, [{ ...config.place(path), path, sentence: error.message }]);
  }
}
