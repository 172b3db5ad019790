import { listInvitations } from "../../identity/index";
import type { Handler } from "../handler";
import { readPeople } from "./read-people";

/** Lists people and the invitations that can still be followed. */
export const listPeople: Handler<"listPeople"> = async () => {
  const [items, invitations] = await Promise.all([readPeople(), listInvitations()]);
  return {
    items,
    invitations: invitations.map((invitation) => ({
      ...invitation,
      createdAt: invitation.createdAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString(),
    })),
  };
};
