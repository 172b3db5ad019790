"use client";
import { useMemo } from "react";
import type { BodyView, LogEntryDetail } from "@/lib/api/schema";
import type { EventKind } from "@/lib/audit/schema";
import type { Json } from "@/lib/base/schema";
import { renderArguments } from "@/lib/rendering/schema";
import { AgentWords } from "../domain/agent-words";
import { JsonArguments } from "../domain/json-arguments";
import { Untrusted } from "../domain/untrusted";
import { PayloadView } from "../tasks/payload-view";
import { CodeBlock } from "../ui/code-block";
import { counted } from "../ui/count";
import { Section } from "../ui/section";
import { ENTRY_OUTCOMES } from "./entry-outcomes";

/** Kinds whose words are the agent's. A default charter has words too, but those are a person's. */
const AGENT_SPEAKS: ReadonlySet<EventKind> = new Set<EventKind>(["task.requested", "task.completed", "task.withdrawn"]);

/** Why it happened, the payloads that the viewer may see, all its facts, and the body as it is stored. */
export function EntryBody({ entry }: { entry: LogEntryDetail }) {
  const isCall = entry.kind.startsWith("call.");
  const facts = useMemo(() => renderArguments(entry.facts as Json).rows, [entry.facts]); // parsed from JSON
  const ended = ENTRY_OUTCOMES.has(entry.kind);
  return (
    <>
      <Why entry={entry} />
      {entry.words && AGENT_SPEAKS.has(entry.kind) && (
        <AgentWords agent={entry.names.agent ?? "The agent"} text={entry.words} />
      )}
      {isCall && <Payload title="Arguments" body={entry.arguments} />}
      {ended && <Payload title="Result" body={entry.result} />}
      <Section title="Facts" aside="all that this kind of entry says">
        <JsonArguments rows={facts} label="Facts" none="Its kind says it all" />
      </Section>
      <StoredBody entry={entry} />
    </>
  );
}

function Why({ entry }: { entry: LogEntryDetail }) {
  const sentences =
    entry.reasons.length > 0 ? entry.reasons : entry.because ? [{ code: "", sentence: entry.because }] : [];
  if (sentences.length === 0) return null;
  return (
    <Section title="Why">
      <ul className="grid gap-1">
        {sentences.map(({ code, sentence }) => (
          <li key={`${code} ${sentence}`} className="flex flex-wrap gap-x-2">
            <Untrusted text={sentence} pre />
            {code && <span className="mono muted">{code}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Payload({ title, body }: { title: string; body: BodyView }) {
  const aside = body.state === "shown" ? `complete, ${counted(body.bytes, "byte")}` : undefined;
  return (
    <Section title={title} aside={aside}>
      <PayloadView body={body} what={title.toLowerCase()} />
    </Section>
  );
}

/** The evidence. What is copied are the stored bytes; what is shown names the characters that hide. */
function StoredBody({ entry: { body, bodyDigest } }: { entry: LogEntryDetail }) {
  const lines = useMemo(() => [{ text: <Untrusted text={body} names="full" mono pre /> }], [body]);
  return (
    <Section title="Body, exactly as stored">
      <p className="hint">
        SHA-256 <code className="break-all">{bodyDigest}</code>
      </p>
      <CodeBlock title="canonical JSON" text={body} lines={lines} />
    </Section>
  );
}
