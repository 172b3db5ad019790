import { describeCredential } from "../../credentials/index";
import { listTools } from "../../servers/index";
import { resourceOf } from "../../tokens/index";
import { databaseNow } from "../database-now";
import { readNames } from "../find-by-name";
import type { Handler } from "../handler";
import { readServerRow } from "./read-server-rows";
import type { ServerDetail } from "./schema";

/** Shows one server with its tools. */
export const showServer: Handler<"server"> = async ({ id }) => readServerDetail(id);

/** Reads a server with its tools, their classes and pins. @throws NOT_FOUND. */
export async function readServerDetail(id: string): Promise<ServerDetail> {
  const row = await readServerRow(id);
  const [credential, tools, now] = await Promise.all([describeCredential(id), listTools(id), databaseNow()]);
  const { people } = await readNames({ people: tools.flatMap(({ classedBy }) => classedBy ?? []) });
  return {
    ...row,
    gatewayUrl: resourceOf(row.name),
    credential,
    inventory: tools.map((tool) => {
      const name = tool.classedBy === null ? undefined : people.get(tool.classedBy);
      return {
        ...tool,
        classedBy: tool.classedBy !== null && name !== undefined ? { id: tool.classedBy, name } : null,
      };
    }),
    now: now.toISOString(),
  };
}
