import { AppError } from "../../base/index";
import { listCredentials, revokeCredential as revoke } from "../../tokens/index";
import { DONE } from "../atoms";
import type { Handler } from "../handler";

/** Revokes a secret or key of an agent at once. */
export const revokeCredential: Handler<"revokeCredential"> = async ({ id, credential }, person) => {
  const present = await listCredentials(id);
  if (!present.some((candidate) => candidate.id === credential))
    throw new AppError("NOT_FOUND", "The agent has no such credential.");
  await revoke(person, credential);
  return DONE;
};
