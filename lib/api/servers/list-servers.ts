import type { Handler } from "../handler";
import { readServerRows } from "./read-server-rows";

/** Lists servers by name. */
export const listServers: Handler<"listServers"> = async () => ({ items: await readServerRows() });
