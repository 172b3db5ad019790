import { open } from "node:fs/promises";
import { AppError } from "../base/index";
import { nameOf } from "./problem";
import { CONFIG_MAX_BYTES } from "./schema";

const REASONS: Record<string, string> = {
  ENOENT: "There is no such file.",
  EISDIR: "That is a folder, not a file.",
  EACCES: "This user may not read it.",
  EPERM: "This user may not read it.",
};

/**
 * Reads the file whole.
 *
 * @throws INVALID_INPUT when it cannot be read, is no ordinary file, or is larger than 1 MiB.
 */
export async function readBytes(file: string): Promise<Uint8Array> {
  const refuse = (sentence: string, cause?: unknown) =>
    new AppError(
      "INVALID_INPUT",
      `The configuration file ${nameOf(file)} cannot be read. ${sentence}`,
      undefined,
      cause,
    );
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size > CONFIG_MAX_BYTES) throw refuse(`It has ${size} bytes; at most ${CONFIG_MAX_BYTES} are read.`);
      // one byte more than is allowed: a file that grows, or a pipe, says no size beforehand
      const { bytesRead, buffer } = await handle.read(new Uint8Array(CONFIG_MAX_BYTES + 1), 0, CONFIG_MAX_BYTES + 1);
      if (bytesRead > CONFIG_MAX_BYTES) throw refuse(`It has more than ${CONFIG_MAX_BYTES} bytes.`);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw refuse(REASONS[code] ?? `The system says ${code || "that it cannot be read"}.`, error);
  }
}
