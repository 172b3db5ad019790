import { io, type Socket } from "socket.io-client";
import { oldBy } from "../../components/live/invalidations";
import type { LiveFrame } from "../../lib/live/schema";
import { answerAsks } from "./answer-asks";

/** Browsers with a page open, without the browsers: sockets of signed-in people, who fetch again what has become old. */
export type OpenPage = {
  cookie: string;
  /** What lies in the page's cache. None: it only listens. */
  queries: { name: string; input: Record<string, string>; path: string }[];
};
export type PagesAsks = {
  open: { given: { url: string; port: number; pages: OpenPage[] }; answers: null };
  close: { given: null; answers: null };
  /** From now on notes when each event is heard; answers nothing. */
  listen: { given: null; answers: null };
  /** How many milliseconds after its commit each event was heard on each socket, since `listen`. */
  heard: { given: null; answers: { delays: number[]; fetches: number; faults: string[] } };
};

/** The least time between two askings for the same answer, as the pages have it, in milliseconds. */
const PACE = { now: 100, calmly: 1000 } as const;

let sockets: Socket[] = [];
let delays: number[] | null = null;
let fetches = 0;
let faults: string[] = [];

type Query = OpenPage["queries"][number] & { askedAt: number; waiting: boolean };

async function open(base: string, url: string, page: OpenPage): Promise<void> {
  const socket = io(base, {
    transports: ["websocket"],
    extraHeaders: { origin: url, cookie: page.cookie },
    forceNew: true,
  });
  sockets.push(socket);
  const queries: Query[] = page.queries.map((query) => ({ ...query, askedAt: 0, waiting: false }));
  const fetchAgain = async (query: Query, how: keyof typeof PACE) => {
    if (query.waiting) return;
    query.waiting = true;
    await new Promise((go) => setTimeout(go, Math.max(0, query.askedAt + PACE[how] - performance.now())));
    query.askedAt = performance.now();
    fetches += 1;
    const response = await fetch(`${base}${query.path}`, { headers: { cookie: page.cookie } });
    await response.text();
    if (!response.ok) faults.push(`${query.path} was answered ${response.status}`);
    query.waiting = false;
  };
  socket.on("frame", ({ events }: LiveFrame) => {
    const now = Date.now();
    for (const event of events) delays?.push(now - Date.parse(event.at));
    for (const query of queries) {
      const how = events.length > 0 && oldBy(events, { name: query.name, input: query.input, data: undefined });
      if (how) fetchAgain(query, how).catch((error: unknown) => faults.push(String(error)));
    }
  });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  await socket.emitWithAck("hello", { after: null });
}

answerAsks<PagesAsks>(null, {
  open: async ({ url, port, pages }) => {
    for (const page of pages) await open(`http://127.0.0.1:${port}`, url, page);
    return null;
  },
  close: () => {
    for (const socket of sockets) socket.close();
    sockets = [];
    return null;
  },
  listen: () => {
    delays = [];
    fetches = 0;
    faults = [];
    return null;
  },
  heard: () => ({ delays: delays ?? [], fetches, faults }),
});
