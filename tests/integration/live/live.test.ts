import { io, type Socket } from "socket.io-client";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { record } from "../../../lib/audit/index";
import { newId } from "../../../lib/base/index";
import { db, inTransaction } from "../../../lib/db/index";
import { changePerson, disablePerson, signOut } from "../../../lib/identity/index";
import { attachLive, type Live } from "../../../lib/live/index";
import type { LiveEvent, LiveFrame, Welcome } from "../../../lib/live/schema";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { makeRunningTask } from "../../factories/tasks";
import { atEnd } from "../../setup/clean-up";
import { openWorld, type Visitor, visitor, type World } from "../api/world";

const CANARY = "canary-92ab";

let world: World;
let live: Live;
let admin: Visitor;

beforeAll(async () => {
  world = await openWorld((entries) => live.follow(entries));
  live = attachLive(world.http, { publicUrl: world.url });
  admin = await visitor("adam", ["admin"]);
  atEnd(() => live.close());
});

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

type Page = { socket: Socket; events: LiveEvent[]; seq: () => string | undefined; kinds: () => string[] };
type Options = { headers?: Record<string, string>; transports?: ("websocket" | "polling")[] };

/** Opens a socket as a browser does on one of our pages. */
function dial(who: Visitor | null, { headers, transports = ["websocket"] }: Options = {}): Socket {
  const extraHeaders = { origin: world.url, ...(who && { cookie: who.cookie }), ...headers };
  const socket = io(world.url, { transports, extraHeaders, reconnection: false, forceNew: true });
  open.push(socket);
  return socket;
}

async function connect(who: Visitor, options: Options = {}): Promise<Page> {
  const socket = dial(who, options);
  const events: LiveEvent[] = [];
  let seq: string | undefined;
  socket.on("frame", (frame: LiveFrame) => {
    events.push(...frame.events);
    seq = frame.seq ?? seq;
  });
  await new Promise<void>((resolve, reject) => socket.on("connect", resolve).on("connect_error", reject));
  return { socket, events, seq: () => seq, kinds: () => events.map(({ kind }) => kind) };
}

const hello = (page: Page, after: string | null): Promise<Welcome> => page.socket.emitWithAck("hello", { after });
const outcome = (socket: Socket): Promise<string> =>
  new Promise((resolve) =>
    socket.on("connect", () => resolve("connected")).on("connect_error", () => resolve("refused")),
  );
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const note = () => inTransaction((tx) => record(tx, { kind: "config.applied", facts: { digest: CANARY, changes: 1 } }));

describe("a handshake", () => {
  it.each(["websocket", "polling"] as const)("over %s from another site's page is refused", async (transport) => {
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: world.url, "sec-fetch-site": "cross-site" },
    ];
    for (const headers of foreign) {
      const socket = dial(admin, { headers, transports: [transport] });
      expect(await outcome(socket)).toBe("refused");
    }
  });

  it.each(["websocket", "polling"] as const)("over %s without a session is refused", async (transport) => {
    expect(await outcome(dial(null, { transports: [transport] }))).toBe("refused");
  });

  it("that says nothing of where it comes from is refused", async () => {
    const response = await fetch(`${world.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { cookie: admin.cookie },
    });
    expect(response.status).toBe(403);
  });

  it("of one of our pages is taken, over both transports", async () => {
    expect(await outcome(dial(admin))).toBe("connected");
    expect(await outcome(dial(admin, { transports: ["polling"] }))).toBe("connected");
  });

  it("of a session that was ended a moment ago is refused", async () => {
    const gone = await visitor("gone", []);
    await signOut(gone.human, gone.sessionHash);
    expect(await outcome(dial(gone))).toBe("refused");
  });
});

describe("an open page", () => {
  it("hears of what happens, without a word of what was said", async () => {
    const page = await connect(await visitor("vera", []));
    const task = await makeRunningTask();
    await makeHold(task, makeHeldCall(task, { path: CANARY }));
    await soon(() => expect(page.kinds()).toContain("call.held"));
    expect(page.events.find(({ kind }) => kind === "task.started")).toMatchObject({
      taskId: task.id,
      state: "running",
    });
    expect(page.events.find(({ kind }) => kind === "approval.requested")).toMatchObject({ state: "pending" });
    const said = JSON.stringify(page.events);
    for (const word of [CANARY, task.charter.body.purpose, "held_by_rule"]) expect(said).not.toContain(word);
    expect(page.events.map(({ seq }) => Number(seq))).toEqual(
      page.events.map(({ seq }) => Number(seq)).sort((a, b) => a - b),
    );
  });

  it("hears of people only what it may read, and what concerns its own", async () => {
    const auditor = await connect(await visitor("otto", ["auditor"]));
    const vera = await visitor("vera", []);
    const own = await connect(vera);
    const other = await connect(await visitor("ben", []));
    await changePerson(admin, vera.human.id, { name: "Vera" });
    await soon(() => {
      expect(auditor.kinds()).toContain("human.changed");
      expect(own.kinds()).toContain("human.changed");
    });
    await note();
    await soon(() => expect(other.kinds()).toContain("config.applied"));
    expect(other.kinds()).not.toContain("human.changed");
    expect(auditor.kinds().filter((kind) => kind === "human.changed")).toHaveLength(1);
  });

  it("gets a burst in a few frames", async () => {
    const page = await connect(await visitor("vera", []));
    let frames = 0;
    page.socket.on("frame", () => {
      frames += 1;
    });
    await Promise.all(Array.from({ length: 40 }, note));
    await soon(() => expect(page.events.length).toBeGreaterThanOrEqual(40));
    expect(frames).toBeLessThan(25);
  });

  it("gets a sign of life with the last number when nothing happens", async () => {
    const page = await connect(await visitor("vera", []));
    await note();
    const [last] = await db().$queryRaw<{ seq: string }[]>`SELECT max(seq)::text AS seq FROM entry`;
    const before = last?.seq;
    await soon(() => expect(page.seq()).toBe(before));
    let signs = 0;
    page.socket.on("frame", () => {
      signs += 1;
    });
    await vi.waitFor(() => expect(signs).toBeGreaterThan(0), { timeout: 6000 });
    expect(page.seq()).toBe(before);
  });
});

describe("somebody whose standing changes", () => {
  it("who is disabled hears nothing that commits afterwards", async () => {
    const gone = await visitor("gone", ["auditor"]);
    const page = await connect(gone);
    const witness = await connect(admin);
    await disablePerson(admin, gone.human.id, "left");
    await note();
    await soon(() => expect(witness.kinds()).toContain("config.applied"));
    await soon(() => expect(page.socket.connected).toBe(false));
    await pause(1000);
    expect(page.kinds()).not.toContain("config.applied");
  });

  it("who is disabled past this process hears nothing a second after", async () => {
    const gone = await visitor("gone", []);
    const page = await connect(gone);
    await inTransaction((tx) => tx.$executeRaw`UPDATE human SET state = 'disabled' WHERE id = ${gone.human.id}::uuid`);
    await pause(1300);
    await note();
    await pause(300);
    expect(page.kinds()).not.toContain("config.applied");
    expect(page.socket.connected).toBe(false);
  });

  it("who loses a role no longer hears what it opened", async () => {
    const demoted = await visitor("dora", ["auditor"]);
    const page = await connect(demoted);
    await changePerson(admin, demoted.human.id, { roles: [] });
    await soon(() => expect(page.kinds()).toContain("human.changed"));
    const other = await visitor("ben", []);
    await signOut(other.human, other.sessionHash);
    await note();
    await soon(() => expect(page.kinds()).toContain("config.applied"));
    expect(page.kinds()).not.toContain("human.signed_out");
  });
});

describe("a page that lost its connection", () => {
  it("is told what it missed, in order and only what it may hear", async () => {
    const vera = await visitor("vera", []);
    const first = await connect(vera);
    await note();
    await soon(() => expect(first.seq()).toBeDefined());
    await pause(200);
    const told = first.seq() ?? "";
    first.socket.close();
    const task = await makeRunningTask();
    const other = await visitor("ben", []);
    await signOut(other.human, other.sessionHash);
    const second = await connect(vera);
    const { missed } = await hello(second, told);
    const kinds = missed?.events.map(({ kind }) => kind);
    expect(kinds).toEqual(["task.requested", "task.started"]);
    expect(missed?.events[0]?.taskId).toBe(task.id);
    expect(Number(missed?.seq)).toBeGreaterThanOrEqual(Number(told));
  });

  it("loses nothing, whenever it breaks off while entries come", async () => {
    const vera = await visitor("vera", []);
    const heard = new Set<string>();
    let told: string | null = null;
    let writing = true;
    const ids: string[] = [];
    const writer = (async () => {
      while (writing) {
        const taskId = newId();
        ids.push(taskId);
        await inTransaction((tx) => record(tx, { kind: "task.tightened", taskId, facts: { reason: "x" } }));
      }
    })();
    for (let round = 0; round < 8; round += 1) {
      const page = await connect(vera);
      let caughtUp = false;
      const take = (frame: LiveFrame) => {
        for (const { taskId } of frame.events) heard.add(taskId ?? "");
        if (caughtUp && frame.seq !== undefined) told = frame.seq;
      };
      page.socket.on("frame", take);
      const { missed }: Welcome = await hello(page, told);
      caughtUp = true;
      if (missed) take(missed);
      else if (round > 0) throw new Error("too much was missed");
      await pause(round === 0 ? 400 : 40 * round);
      page.socket.close();
      if (round === 0) ids.length = 0;
    }
    writing = false;
    await writer;
    const last = await connect(vera);
    const { missed } = await hello(last, told);
    for (const { taskId } of missed?.events ?? []) heard.add(taskId ?? "");
    expect(ids.filter((id) => !heard.has(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(20);
  });

  it("is told to fetch everything anew when it missed too much, or was told nothing yet", async () => {
    const page = await connect(await visitor("vera", []));
    await inTransaction((tx) =>
      record(
        tx,
        ...Array.from({ length: 600 }, () => ({ kind: "config.applied" as const, facts: { digest: "", changes: 0 } })),
      ),
    );
    expect((await hello(page, "0")).missed).toBeNull();
    const other = await connect(await visitor("vera", []));
    expect((await hello(other, null)).missed).toBeNull();
  });

  it("is hung up on when it says something else", async () => {
    const page = await connect(await visitor("vera", []));
    page.socket.emit("hello", { after: "'; DROP TABLE entry" }, () => {});
    await soon(() => expect(page.socket.connected).toBe(false));
  });
});
