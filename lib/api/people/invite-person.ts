import { invitePerson as invite } from "../../identity/index";
import type { Handler } from "../handler";

/** Invites somebody by a one-time link. */
export const invitePerson: Handler<"invitePerson"> = async (invitation, person) => {
  const { url, expiresAt } = await invite(person, invitation);
  return { url, expiresAt: expiresAt.toISOString() };
};
