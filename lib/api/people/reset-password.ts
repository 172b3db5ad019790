import { resetPassword as reset } from "../../identity/index";
import type { Handler } from "../handler";

/** Makes a one-time link by which a person sets a new password. */
export const resetPassword: Handler<"resetPassword"> = async ({ id }, person) => {
  const { url, expiresAt } = await reset(person, id);
  return { url, expiresAt: expiresAt.toISOString() };
};
