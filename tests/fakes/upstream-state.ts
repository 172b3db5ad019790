import type { IncomingMessage } from "node:http";
import type { Behaviour } from "./upstream-behaviours";
import type { Message, ToolOffer } from "./upstream-messages";

/** One HTTP request as it arrived, whole. */
export type Arrival = {
  /** performance.now() of this process when its last byte was read. */
  at: number;
  httpMethod: string;
  path: string;
  /** Tells connections apart. */
  remotePort: number | undefined;
  headers: IncomingMessage["headers"];
  rawHeaders: string[];
  bytes: Buffer;
  message: Message | null;
  /** Whether the client went away before the answer was complete. */
  left: boolean;
};

export type UpstreamOptions = {
  era?: "legacy" | "modern";
  /** Legacy only: hands out a session at initialize and asks for it ever after. */
  sessions?: boolean;
  answers?: "json" | "sse";
  tools?: ToolOffer[];
  /** Tools per page of tools/list. */
  pageSize?: number;
  /** Every page of tools/list promises another one. */
  endless?: boolean;
  /** What becomes of tools/call; see upstream-behaviours.ts. */
  behaviour?: Behaviour;
  /** The same for every other request. */
  others?: Behaviour;
  /** A header that every request must carry; 401 without it. */
  credential?: { header: string; value: string };
  protocol?: string;
};

/** Everything that a running fake goes by; tests change it while it runs. */
export type UpstreamState = UpstreamOptions & {
  era: "legacy" | "modern";
  answers: "json" | "sse";
  tools: ToolOffer[];
  arrivals: Arrival[];
  sessionIds: Set<string>;
  gate: { opened: Promise<void>; open: () => void };
};
