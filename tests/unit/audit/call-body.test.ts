import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryBody, sortedBody } from "../../../lib/audit/call-body";
import { type AuditEvent, EVENTS } from "../../../lib/audit/schema";

const text = () => fc.string({ unit: "grapheme" });
const named = () => fc.option(fc.record({ salted: text(), bytes: fc.nat() }));
const decision = {
  class: text(),
  reasons: fc.array(fc.record({ sentence: text(), code: text() })),
  rule: fc.option(fc.record({ version: fc.nat(), name: text(), id: text() })),
  toolDigest: text(),
  arguments: named(),
  workload: text(),
  client: fc.option(text(), { nil: undefined }),
};
const outcome = {
  milliseconds: fc.double({ noNaN: true, noDefaultInfinity: true }),
  result: named(),
  note: fc.option(text(), { nil: undefined }),
};
const FACTS: Record<string, fc.Arbitrary<unknown>> = {
  "call.allowed": fc.record({ ...decision, holdId: fc.option(text()) }),
  "call.held": fc.record({ ...decision, holdId: text() }),
  "call.denied": fc.record(decision),
  "call.succeeded": fc.record(outcome),
  "call.failed": fc.record(outcome),
  "call.timed_out": fc.record(outcome),
  "call.aborted": fc.record(outcome),
  "call.not_sent": fc.record(outcome),
};
const references = fc.record(
  {
    taskId: text(),
    epoch: fc.nat(),
    agentId: text(),
    serverId: text(),
    tool: text(),
    callId: text(),
    approvalId: text(),
    digest: text(),
    humanId: text(),
  },
  { requiredKeys: [] },
);
const eventOf = (kind: string) =>
  fc
    .tuple(references, FACTS[kind] ?? fc.constant({}))
    .map(([of, facts]) => ({ facts, kind, ...of }) as unknown as AuditEvent);

describe("the body of an entry about a call", () => {
  it.each(Object.keys(FACTS))("of %s is what RFC 8785 prescribes, to the byte", (kind) => {
    fc.assert(
      fc.property(eventOf(kind), text(), (event, salt) => {
        const of = { event, instanceId: "i", salt };
        expect(entryBody(of)).toBe(sortedBody(of));
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.keys(FACTS))("of %s leaves out nothing that its kind may say", (kind) => {
    const facts = Object.keys(EVENTS[kind as keyof typeof EVENTS].shape).sort();
    const [full] = fc.sample(eventOf(kind), { numRuns: 1, seed: 1 }) as [AuditEvent];
    const said = Object.fromEntries(facts.map((name) => [name, (full.facts as Record<string, unknown>)[name] ?? null]));
    const complete = { ...full, facts: { ...said, reasons: [], client: "c", note: "n" } } as unknown as AuditEvent;
    const body = JSON.parse(entryBody({ event: complete, instanceId: "i", salt: "s" })) as { facts: object };
    for (const name of facts) expect(body.facts).toHaveProperty(name);
  });

  it("refuses half of a character, and takes a backslash for what it is", () => {
    const event = { kind: "call.denied", tool: "x", facts: { reasons: [], rule: null, arguments: null } };
    const of = (tool: string) => ({ event: { ...event, tool } as unknown as AuditEvent, instanceId: "i", salt: "s" });
    expect(() => entryBody(of("\ud800"))).toThrow(TypeError);
    expect(entryBody(of("\\ud800"))).toBe(sortedBody(of("\\ud800")));
  });
});
