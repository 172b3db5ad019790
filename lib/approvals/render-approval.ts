import { findBody } from "../audit/index";
import { canonicalJson, digestOf, type Json } from "../base/index";
import type { Tx } from "../db/index";
import { maskValues, type Rendering, renderArguments, TEMPLATE } from "../rendering/schema";
import { findTool } from "../servers/index";
import type { Asked, AskedCall } from "./schema";

/** An approval as a person is shown it. */
export type RenderedApproval = {
  template: number;
  /** SHA-256 over the canonical form of everything below and of the authority asked for, hex. */
  digest: string;
  /** By call id; null for arguments that were erased. */
  calls: ReadonlyMap<string, Rendering | null>;
  /** Whether a part of it cannot be read by anybody. */
  uninspectable: boolean;
};

/**
 * Renders what an approval asks for, from the stored canonical bytes, with the mask that was frozen when each call was
 * held. The same bytes, mask, definition and template give the same digest; a review names it.
 *
 * @param tx Where arguments that are not committed yet are to be seen.
 */
export async function renderApproval(asked: Asked, tx?: Tx): Promise<RenderedApproval> {
  const rendered = await Promise.all(
    asked.calls.map(async (call) => [call.callId, await renderCall(call, tx)] as const),
  );
  const calls = new Map(rendered);
  // Parsed by our own schemas: plain JSON.
  const { authority, pattern } = asked;
  const shown = { authority, calls: rendered, pattern, template: TEMPLATE } as unknown as Json;
  return {
    template: TEMPLATE,
    digest: digestOf(canonicalJson(shown)),
    calls,
    uninspectable: rendered.some(([, rendering]) => rendering === null || rendering.uninspectable.length > 0),
  };
}

async function renderCall(call: AskedCall, tx?: Tx): Promise<Rendering | null> {
  const body = await findBody(call.edited?.id ?? call.callId, "arguments", tx);
  if (!body || body.content === null) return null;
  const { value, masked } = maskValues(JSON.parse(body.content) as Json, call.mask); // canonical JSON that we stored
  return renderArguments(value, { masked, inputSchema: await schemaOf(call) });
}

/** The tool's schema, while its pinned definition is the one that the approval binds. */
async function schemaOf({ server, tool, toolDigest }: AskedCall): Promise<unknown> {
  const { tool: pinned } = await findTool(server, tool);
  return pinned?.digest === toolDigest ? pinned.definition.inputSchema : undefined;
}
