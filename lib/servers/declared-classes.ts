import { z } from "zod";
import type { ToolClass } from "./schema";
import { toolClassSchema } from "./schema";
import type { ServerRow } from "./store";

const storedSchema = z.record(z.string(), toolClassSchema).nullable();

/** What the configuration file says of a server's tools, by name. */
export function declaredClasses(server: Pick<ServerRow, "declared">): Record<string, ToolClass> {
  return storedSchema.parse(server.declared) ?? {};
}
