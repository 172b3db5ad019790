import { db } from "../../db/index";
import type { Handler } from "../handler";

/** Lists people by id and name, for choosing an owner and for filters; at most 1000. */
export const listNames: Handler<"listNames"> = async () => {
  const rows = await db().human.findMany({
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 1000,
    select: { id: true, name: true, state: true, roles: true },
  });
  return {
    items: rows.map(({ id, name, state, roles }) => ({
      id,
      name,
      active: state === "active",
      approver: roles.includes("approver"),
    })),
  };
};
