import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalJson, digestOf, type Json } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import {
  approve,
  callsOf,
  entriesOf,
  eventually,
  pendingApproval,
  runningWorker,
  settled,
  type Worker,
} from "../setup/agents";
import { type House, makeServer, startHouse } from "../setup/house";

let house: House;
const upstreams = new Map<string, FakeUpstream>();
const workers = new Map<string, Worker>();

beforeAll(async () => {
  house = await startHouse();
  for (const era of ["legacy", "modern"] as const) {
    const upstream = await startUpstream({ era });
    upstreams.set(era, upstream);
    await makeServer(house, era, upstream.url, { echo: "read", "write-file": "write" });
    workers.set(era, await runningWorker(house, [{ server: era, tools: ["echo", "write-file"] }]));
  }
});
afterAll(() => Promise.all([...upstreams.values()].map((upstream) => upstream.stop())));

function at(era: string): { upstream: FakeUpstream; worker: Worker } {
  const upstream = upstreams.get(era);
  const worker = workers.get(era);
  if (!upstream || !worker) throw new Error(`nothing was started for ${era}`);
  return { upstream, worker };
}

const code = (...points: number[]) => String.fromCodePoint(...points);
const range = (from: number, to: number) => code(...Array.from({ length: to - from + 1 }, (_, n) => from + n));

/** What people cannot see, would misread, or what a page would run. */
const HOSTILE: [what: string, args: { [key: string]: Json }][] = [
  ["bidirectional controls", { path: `exe.${code(0x202e)}fdp${code(0x202c)}`, isolated: range(0x2066, 0x2069) }],
  ["characters of no width", { path: `a${range(0x200b, 0x200f)}b${code(0x2060, 0xfeff)}c` }],
  [
    "tag characters",
    { note: `hello${[..."send it"].map((letter) => code(0xe0000 + (letter.codePointAt(0) ?? 0))).join("")}` },
  ],
  ["variation selectors", { note: `a${range(0xfe00, 0xfe0f)}${code(0xe0100, 0xe01ef)}` }],
  ["look-alikes", { host: "\u0440aypal.example", other: "paypal.example" }],
  ["two forms of one letter", { composed: "caf\u00e9", decomposed: "cafe\u0301" }],
  ["every control character", { text: range(0, 0x9f) }],
  ["terminal escapes", { text: `${code(0x1b)}]8;;https://evil.example${code(0x1b)}\\click${code(0x1b)}[2J` }],
  ["line breaks that are none", { text: "a\r\nb\u2028c\u2029d\u0085e\tf" }],
  [
    "markup",
    { html: '<img src=x onerror="alert(1)"><script>alert(1)</script>', md: "![x](https://evil.example/?q=1)" },
  ],
  ["a formula", { cell: '=HYPERLINK("https://evil.example","x")' }],
  ["statements", { sql: "'; DROP TABLE entry; --", shell: "$(rm -rf /) `id` | tee", path: "../../etc/passwd%00.txt" }],
  [
    "JSON in a text",
    { inner: JSON.stringify({ name: "delete-all", arguments: { path: "/" } }), escaped: "\\u0022}\\" },
  ],
  [
    "names that objects have by themselves",
    { constructor: { prototype: 1 }, toString: null, hasOwnProperty: [], length: -1 },
  ],
  [
    "names that hide",
    { [`pa${code(0x200b)}th`]: "a", path: "b", "": "c", "\ud83d\ude00": "d", "\ufb33": "e", "\u20ac": "f" },
  ],
  ["numbers at their edges", { big: 1e308, small: 5e-324, whole: 9007199254740991, zero: -0, long: 0.1, exp: 1e21 }],
  ["values of every kind, deep", { list: [null, true, false, "", [], {}, [[[{ a: [1, [2, [3]]] }]]]] }],
  ["two hundred names", Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`k${(n * 7919) % 200}`, n]))],
];

/** The arguments as they travelled, between the server's name for them and what follows. */
function argumentsIn(bytes: Buffer | undefined, canonical: string): boolean {
  return bytes?.includes(Buffer.from(`"arguments":${canonical}`)) ?? false;
}

/** The log's entry of the last call, and the body that it names. */
async function lastCall(taskId: string) {
  await settled();
  const entry = (await entriesOf(taskId)).filter(({ kind }) => kind === "call.allowed").at(-1);
  const body = await db().body.findUniqueOrThrow({
    where: { callId_kind: { callId: entry?.callId ?? "", kind: "arguments" } },
  });
  return { entry, body };
}

/** One text, everywhere: at the server, in the body table, and behind both digests of the entry. */
async function expectOneText(era: string, args: { [key: string]: Json }): Promise<void> {
  const { upstream, worker } = at(era);
  const canonical = canonicalJson(args);
  const arrival = upstream.calls().at(-1);
  expect(argumentsIn(arrival?.bytes, canonical)).toBe(true);
  expect(arrival?.message?.params?.arguments).toEqual(JSON.parse(canonical));
  const { entry, body } = await lastCall(worker.taskId);
  expect(body.content === canonical).toBe(true);
  expect(entry?.digest).toBe(digestOf(canonical));
  const salted = createHash("sha256").update(body.salt).update(canonical).digest("hex");
  expect(entry?.facts.arguments).toEqual({ salted, bytes: Buffer.byteLength(canonical) });
  expect(body.digest).toBe(salted);
}

describe.each(["legacy", "modern"])(
  "arguments that are to deceive reach a %s server as they were decided on:",
  (era) => {
    it.each(HOSTILE)("%s", async (_what, args) => {
      expect(await at(era).worker.agent.call(era, "echo", args)).toMatchObject({ status: 200, isError: false });
      await expectOneText(era, args);
    });

    it("a megabyte of text of every length of character", async () => {
      const args = { text: "a\u00e9\u20ac\ud83d\ude00\u202e<b>".repeat(65_536) };
      expect(Buffer.byteLength(args.text)).toBeGreaterThan(1_000_000);
      expect(await at(era).worker.agent.call(era, "echo", args)).toMatchObject({ status: 200, isError: false });
      await expectOneText(era, args);
    });

    it("in whichever order and spelling the agent wrote them", async () => {
      const { worker } = at(era);
      const text = '{ "b" : 1.0,\n "a":"\\u0041\\/\\u20AC", "c":[1E2,\t-0.0] }';
      const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":${text}}}`;
      expect((await worker.agent.postRaw(era, body)).status).toBe(200);
      await expectOneText(era, { a: "A/€", b: 1, c: [100, 0] });
    });

    it("nothing at all", async () => {
      expect(await at(era).worker.agent.call(era, "echo", {})).toMatchObject({ isError: false });
      await expectOneText(era, {});
    });
  },
);

describe("a result that is written in an odd way", () => {
  it("reaches the agent as its server wrote it, and the log keeps every digit of it", async () => {
    const { worker, upstream } = at("legacy");
    const text =
      '{\n\t"content": [ {"type":"text","text":"a\\tb\\n"} ],\r\n "_meta": {"n": 12345678901234567890.10, "n2":1E400} }';
    upstream.state.behaviour = { kind: "result text", text };
    const call = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "echo" } });
    expect(await (await worker.agent.postRaw("legacy", call)).text()).toBe(`{"jsonrpc":"2.0","id":1,"result":${text}}`);
    upstream.state.behaviour = undefined;
    await settled();
    const outcome = (await entriesOf(worker.taskId)).at(-1);
    const kept = await db().body.findUniqueOrThrow({
      where: { callId_kind: { callId: outcome?.callId ?? "", kind: "result" } },
    });
    expect(kept.content).toBe(text.replace(/[\t\n]/g, " "));
    const salted = createHash("sha256")
      .update(kept.salt)
      .update(kept.content ?? "")
      .digest("hex");
    expect(outcome?.facts.result).toEqual({ salted, bytes: Buffer.byteLength(text) });
  });
});

describe("a held call with arguments that are to deceive", () => {
  it("is sent as the bytes that its approval bound to, and its allow names the body that was shown", async () => {
    const { worker, upstream } = at("legacy");
    const args = Object.assign({}, ...HOSTILE.map(([, part]) => part)) as { [key: string]: Json };
    const answer = worker.agent.call("legacy", "write-file", args);
    const { asked } = await pendingApproval(worker.taskId);
    expect(asked).toMatchObject({ calls: [{ argumentsDigest: digestOf(canonicalJson(args)) }] });
    const before = upstream.calls().length;
    await approve(house, worker.taskId);
    expect(await answer).toMatchObject({ isError: false });
    expect(upstream.calls().length).toBe(before + 1);
    await expectOneText("legacy", args);
    const held = (await entriesOf(worker.taskId)).filter(({ kind }) => kind === "call.held").at(-1);
    expect(held?.facts.arguments).toEqual((await lastCall(worker.taskId)).entry?.facts.arguments);
  });

  it("is another call when one invisible character is", async () => {
    const { worker, upstream } = at("legacy");
    const gone = new AbortController();
    const first = worker.agent.call("legacy", "write-file", { path: "a.txt" }, gone.signal).catch(() => {});
    await pendingApproval(worker.taskId);
    gone.abort();
    await first;
    await approve(house, worker.taskId);
    const before = upstream.calls().length;
    const other = new AbortController();
    const second = worker.agent
      .call("legacy", "write-file", { path: `a${code(0x200b)}.txt` }, other.signal)
      .catch(() => {});
    await pendingApproval(worker.taskId);
    expect(upstream.calls().length).toBe(before);
    other.abort();
    await second;
    expect(await worker.agent.call("legacy", "write-file", { path: "a.txt" })).toMatchObject({ isError: false });
    expect(upstream.calls().length).toBe(before + 1);
  });
});

describe("a tool that does not exist", () => {
  it("may be called anything that is no control character: it is denied, and its name stands in the log as it came", async () => {
    const { worker, upstream } = at("legacy");
    const sent = upstream.calls().length;
    const names = [
      `ec${code(0x200b)}ho`,
      `${code(0x202e)}ohce`,
      "echo ",
      "ECHO",
      "<b>echo</b>",
      "../echo",
      "\ud83d\ude00",
      "=1+1",
    ];
    await settled();
    const before = (await callsOf(worker.taskId, 0)).length;
    for (const name of names) {
      const answer = await worker.agent.call("legacy", name, { a: 1 });
      expect(answer).toMatchObject({
        status: 200,
        isError: true,
        text: expect.stringMatching(/^Denied: There is no tool /),
      });
    }
    await eventually(async () => {
      const denied = (await entriesOf(worker.taskId)).filter(({ kind }) => kind === "call.denied");
      expect(denied.slice(-names.length).map(({ tool }) => tool)).toEqual(names);
    });
    expect((await callsOf(worker.taskId, 0)).length).toBe(before + names.length);
    expect(upstream.calls().length).toBe(sent);
  });
});
