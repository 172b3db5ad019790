import { findBody } from "../audit/index";
import { canonicalJson, digestOf, type Json } from "../base/index";
import type { Tx } from "../db/index";
import { declaredArguments, maskValues, type Rendering, renderArguments, TEMPLATE } from "../rendering/schema";
import { findTool } from "../servers/index";
import { sayCalls } from "./say-verb";
import type { Asked, AskedCall } from "./schema";

/** An approval as a person is shown it. */
export type RenderedApproval = {
  template: number;
  /** SHA-256 over the canonical form of the sentence, of everything below and of the authority asked for, hex. */
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
  const shownCalls = await Promise.all(
    asked.calls.map(async (call) => ({ id: call.callId, ...(await renderCall(call, tx)) })),
  );
  const rendered = shownCalls.map(({ id, rendering }) => [id, rendering] as const);
  const says = sayCalls(asked, shownCalls.length === 1 ? shownCalls[0]?.declared : undefined);
  // Parsed by our own schemas: plain JSON.
  const { authority, pattern } = asked;
  const shown = { authority, says, calls: rendered, pattern, template: TEMPLATE } as unknown as Json;
  return {
    template: TEMPLATE,
    digest: digestOf(canonicalJson(shown)),
    calls: new Map(rendered),
    uninspectable: rendered.some(([, rendering]) => rendering === null || rendering.uninspectable.length > 0),
  };
}

async function renderCall(call: AskedCall, tx?: Tx): Promise<{ declared?: unknown; rendering: Rendering | null }> {
  const body = await findBody(call.edited?.id ?? call.callId, "arguments", tx);
  if (!body || body.content === null) return { rendering: null };
  const { value, masked } = maskValues(JSON.parse(body.content) as Json, call.mask); // canonical JSON that we stored
  const inputSchema = await pinnedSchema(call);
  return {
    declared: declaredArguments(value, inputSchema),
    rendering: renderArguments(value, { masked, inputSchema }),
  };
}

/** The schema of a held call's tool, while its pinned definition is the one that the approval binds. */
export async function pinnedSchema({ server, tool, toolDigest }: AskedCall): Promise<unknown> {
  const { tool: pinned } = await findTool(server, tool);
  return pinned?.digest === toolDigest ? pinned.definition.inputSchema : undefined;
}
