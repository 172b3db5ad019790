import { z } from "zod";
import type { Json } from "../base/index";
import { META } from "./era";
import {
  type Implementation,
  implementationSchema,
  MODERN_VERSION,
  UPSTREAM_LEGACY_VERSIONS,
  type UpstreamLegacyVersion,
} from "./schema";
import { type ReadTool, readTool, type UnusableTool } from "./tool-definition";

/** What a server says about itself: unverified, for people to read. */
export type UpstreamFacts = { info: Implementation | null; instructions: string | null; hasTools: boolean };

const capabilities = z.looseObject({ tools: z.looseObject({}).optional() });
const initializeSchema = z.looseObject({
  protocolVersion: z.string(),
  capabilities,
  serverInfo: implementationSchema.optional().catch(undefined),
  instructions: z.string().optional().catch(undefined),
});
const discoverSchema = z.looseObject({
  supportedVersions: z.array(z.string()),
  capabilities,
  instructions: z.string().optional().catch(undefined),
  _meta: z
    .looseObject({ [META.serverInfo]: implementationSchema.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const toolsSchema = z.looseObject({ tools: z.array(z.unknown()), nextCursor: z.string().optional().catch(undefined) });

/** Reads the result of initialize. `fault`: a sentence, when no session can be made of it. */
export function readInitializeResult(
  result: string,
): (UpstreamFacts & { version: UpstreamLegacyVersion; fault?: undefined }) | { fault: string } {
  const read = initializeSchema.safeParse(JSON.parse(result));
  if (!read.success) return { fault: "The server's answer to initialize is not what MCP asks for." };
  const version = UPSTREAM_LEGACY_VERSIONS.find((spoken) => spoken === read.data.protocolVersion);
  if (version === undefined) return { fault: "The server speaks a protocol version that is not spoken here." };
  return { ...factsOf(read.data, read.data.serverInfo), version };
}

/** Reads the result of server/discover; a fault also when the modern version is not among those the server lists. */
export function readDiscoverResult(result: string): (UpstreamFacts & { fault?: undefined }) | { fault: string } {
  const read = discoverSchema.safeParse(JSON.parse(result));
  if (!read.success) return { fault: "The server's answer to server/discover is not what MCP asks for." };
  if (!read.data.supportedVersions.includes(MODERN_VERSION)) {
    return { fault: `The server does not list ${MODERN_VERSION} among its versions.` };
  }
  return factsOf(read.data, read.data._meta?.[META.serverInfo]);
}

type Described = { capabilities: { tools?: object | undefined }; instructions?: string | undefined };

function factsOf(described: Described, info: Implementation | undefined): UpstreamFacts {
  return {
    info: info ?? null,
    instructions: described.instructions ?? null,
    hasTools: described.capabilities.tools !== undefined,
  };
}

/** One page of a server's tools. `nextCursor` is null on the last page. */
export type ToolsPage = { tools: ReadTool[]; unusable: UnusableTool[]; nextCursor: string | null; fault?: undefined };

/** Reads one page of tools/list, telling usable tools from those that are not. */
export function readToolsPage(result: string): ToolsPage | { fault: string } {
  const read = toolsSchema.safeParse(JSON.parse(result));
  if (!read.success) return { fault: "The server's answer to tools/list is not what MCP asks for." };
  const page: ToolsPage = { tools: [], unusable: [], nextCursor: read.data.nextCursor ?? null };
  for (const offered of read.data.tools) {
    const tool = readTool(offered as Json); // JSON.parse returns nothing but Json
    if ("fault" in tool) page.unusable.push(tool);
    else page.tools.push(tool);
  }
  return page;
}

/** Puts the pages of one listing together. A name that is given twice makes both unusable: which one is called? */
export function joinToolsPages(pages: readonly ToolsPage[]): Omit<ToolsPage, "nextCursor"> {
  const unusable = pages.flatMap((page) => page.unusable);
  const byName = new Map<string, ReadTool | null>();
  for (const tool of pages.flatMap((page) => page.tools)) {
    const { name } = tool.definition;
    byName.set(name, byName.has(name) ? null : tool);
  }
  const tools: ReadTool[] = [];
  for (const [name, tool] of byName) {
    if (tool === null) unusable.push({ name, fault: "Two tools have this name." });
    else tools.push(tool);
  }
  return { tools, unusable };
}
