import { record } from "../audit/index";
import { AppError } from "../base/index";
import type { HumanOrFile } from "../credentials/index";
import type { Tx } from "../db/index";
import { proposeClass, toolFromText } from "../mcp/index";
import { amendServer } from "./amend-server";
import { coversClass, toolClassed } from "./class-changes";
import { declaredClasses } from "./declared-classes";
import type { DriftAcceptance, ToolClass } from "./schema";
import { classOf, type ServerRow, type ToolRow, updateTool } from "./store";

/**
 * Pins the definition that a server offers now in place of the one that was pinned. The class stays only where the
 * new definition's own hints ask for nothing more severe; otherwise the tool is unclassed until a person looks.
 *
 * @param acceptance The tool, and the digest of the definition that the person saw.
 * @throws NOT_FOUND when there is no such tool; DIGEST_MISMATCH when it has not drifted, or the server offers yet
 * another definition by now.
 */
export async function acceptDrift(human: HumanOrFile, serverId: string, acceptance: DriftAcceptance): Promise<void> {
  await amendServer(serverId, (server, tools) => {
    const row = tools.find((tool) => tool.name === acceptance.tool);
    if (!row) throw new AppError("NOT_FOUND", `${server.name} has no tool of that name.`);
    if (row.state !== "drifted" || row.offered === null || row.offeredDigest !== acceptance.digest) {
      throw new AppError("DIGEST_MISMATCH", "The server does not offer that definition now. Look again.");
    }
    const accepted = { human, server, row, offered: row.offered, digest: row.offeredDigest };
    return { tightens: [], reason: "", write: (tx) => writeAccepted(tx, accepted) };
  });
}

type Accepted = { human: HumanOrFile; server: ServerRow; row: ToolRow; offered: string; digest: string };

async function writeAccepted(tx: Tx, { human, server, row, offered, digest }: Accepted): Promise<void> {
  const proposed = proposeClass(toolFromText(offered).annotations);
  const before = classOf(row);
  const after = declaredClasses(server)[row.name] ?? keptClass(server, before, proposed);
  const of = { serverId: row.serverId, human };
  await updateTool(
    tx,
    { serverId: row.serverId, name: row.name },
    {
      definition: offered,
      digest,
      proposedClass: proposed,
      class: after,
      state: "pinned",
      offered: null,
      offeredDigest: null,
      ...(after === null ? { classedBy: null, classedAt: null } : {}),
    },
  );
  const facts = { before: row.digest, after: digest };
  await record(tx, { kind: "tool.accepted", serverId: row.serverId, tool: row.name, humanId: human?.id, facts });
  if (after !== before) await record(tx, toolClassed(of, { tool: row.name, before, after }));
}

function keptClass(server: ServerRow, before: ToolClass | null, proposed: ToolClass): ToolClass | null {
  if (before !== null && coversClass(before, proposed)) return before;
  return server.classing === "hints" ? proposed : null;
}
