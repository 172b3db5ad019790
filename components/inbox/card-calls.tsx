"use client";
import { useCallback, useMemo } from "react";
import type { WaitingCall } from "@/lib/api/schema";
import { AgentWords } from "../domain/agent-words";
import { JsonArguments, Uninspectable } from "../domain/json-arguments";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { Section } from "../ui/section";

type CardCallsProps = { calls: readonly WaitingCall[]; onShown: (holdId: string) => void };

/** Every call that the approval would let through, with its arguments as they will be sent. */
export function CardCalls({ calls, onShown }: CardCallsProps) {
  return calls.map((call) => <CardCall key={call.holdId} call={call} alone={calls.length === 1} onShown={onShown} />);
}

function CardCall({ call, alone, onShown }: { call: WaitingCall; alone: boolean; onShown: (holdId: string) => void }) {
  const title = (
    <>
      Arguments of <Untrusted text={call.tool} mono />
      {!alone && (
        <>
          {" "}
          on <Untrusted text={call.server.name} mono />
        </>
      )}
    </>
  );
  return (
    <Section
      title={title}
      aside={call.state === "waiting" ? "complete, as they will be sent" : <StateMark of="hold" state={call.state} />}
    >
      <Arguments call={call} onShown={onShown} />
      {call.toolState !== "pinned" && <p className="hint wait">{TOOL_WARNINGS[call.toolState]}</p>}
      {call.description && (
        <AgentWords
          agent={call.server.name}
          text={call.description}
          title={`${call.server.name}’s own words about ${call.tool}, unverified`}
        />
      )}
    </Section>
  );
}

const TOOL_WARNINGS = {
  drifted: "The server now offers another definition of this tool than the one that was accepted.",
  gone: "The server no longer offers this tool.",
  unknown: "Nobody has looked at this tool yet.",
  changed: "The tool’s definition was changed after this call was held: an approval would not let it through.",
} as const;

function Arguments({ call, onShown }: { call: WaitingCall; onShown: (holdId: string) => void }) {
  const body = call.arguments;
  const text = body.state === "shown" ? body.text : null;
  const complete = useCallback(() => onShown(call.holdId), [onShown, call.holdId]);
  const value = useMemo(() => (text === null ? undefined : parsed(text)), [text]);
  if (body.state === "withheld")
    return (
      <Uninspectable>
        You may not see payloads, so you cannot approve this call. Ask an admin for that right.
      </Uninspectable>
    );
  if (body.state === "erased") return <Uninspectable>The arguments were erased.</Uninspectable>;
  if (body.state === "none" || value === undefined)
    return <Uninspectable>The arguments cannot be shown.</Uninspectable>;
  return <JsonArguments value={value.json} onComplete={complete} />;
}

function parsed(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
