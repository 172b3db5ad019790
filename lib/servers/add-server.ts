import { record } from "../audit/index";
import { AppError, checkAddress, newId } from "../base/index";
import { forgetCredential, type HumanOrFile, setUpstreamCredential } from "../credentials/index";
import { inTransaction, isDuplicate } from "../db/index";
import { findServer } from "./list-servers";
import { readTools } from "./read-tools";
import { type ServerInput, type ServerView, serverInputSchema } from "./schema";
import { invalidateServers } from "./snapshot";
import { insertServer, jsonOrNull } from "./store";

/**
 * Registers a server and, when a person did it, looks at it at once (at most 10 s). A server that cannot be reached
 * is registered all the same, and says why. What the configuration file registers is looked at by the sweeper.
 *
 * @throws INVALID_INPUT; ADDRESS_REFUSED when the address may not be called; NAME_TAKEN.
 */
export async function addServer(human: HumanOrFile, input: ServerInput): Promise<ServerView> {
  const parsed = serverInputSchema.safeParse(input);
  // The issues of zod name the field and the rule, never the value.
  if (!parsed.success) throw new AppError("INVALID_INPUT", parsed.error.issues[0]?.message);
  const { name, classing, credential, declared } = parsed.data;
  const url = checkAddress(parsed.data.url).href;
  const id = newId();
  try {
    await inTransaction(async (tx) => {
      const source = human ? "page" : "config";
      await insertServer(tx, { id, name, url, classing, source, declared: jsonOrNull(declared) });
      await record(tx, { kind: "server.added", serverId: id, humanId: human?.id, facts: { name, url } });
      if (credential) await setUpstreamCredential(tx, human, id, credential);
    });
  } catch (error) {
    if (isDuplicate(error)) throw new AppError("NAME_TAKEN", `There is a server named ${name} already.`);
    throw error;
  }
  invalidateServers();
  forgetCredential(id);
  if (human) await readTools(id);
  return findServer(id);
}
