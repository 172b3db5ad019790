"use client";
import { useCallback } from "react";
import type { WaitingCall } from "@/lib/api/schema";
import { AgentWords } from "../domain/agent-words";
import { Changes } from "../domain/changes";
import { JsonArguments, Uninspectable } from "../domain/json-arguments";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";
import { toChange } from "./to-change";

type CardCallsProps = {
  calls: readonly WaitingCall[];
  /** Arguments that differ from the last call alike, as JSON pointers. */
  changed: ReadonlySet<string>;
  onShown: (holdId: string) => void;
};
type CardCallProps = Omit<CardCallsProps, "calls"> & { call: WaitingCall; alone: boolean };

/** Every call that the approval would let through, with its arguments as they will be sent. */
export function CardCalls({ calls, changed, onShown }: CardCallsProps) {
  return calls.map((call) => (
    <CardCall key={call.holdId} call={call} alone={calls.length === 1} changed={changed} onShown={onShown} />
  ));
}

function CardCall({ call, alone, changed, onShown }: CardCallProps) {
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
      {call.edited && <Edited edited={call.edited} />}
      <Arguments call={call} changed={changed} onShown={onShown} />
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

/** What a person put in place of the agent's arguments. */
function Edited({ edited: { by, at, changes } }: { edited: NonNullable<WaitingCall["edited"]> }) {
  const since = [
    <>
      <b>{by.name}</b> edited the arguments <TimeStamp at={at} show="both" />
    </>,
  ];
  return <Changes since={since} changes={changes.map(toChange)} same="all other arguments of the agent" />;
}

const TOOL_WARNINGS = {
  drifted: "The server now offers another definition of this tool than the one that was accepted.",
  gone: "The server no longer offers this tool.",
  unknown: "Nobody has looked at this tool yet.",
  changed: "The tool’s definition was changed after this call was held: an approval would not let it through.",
} as const;

function Arguments({ call, changed, onShown }: Omit<CardCallProps, "alone">) {
  const { arguments: body, rendering } = call;
  const complete = useCallback(() => onShown(call.holdId), [onShown, call.holdId]);
  if (body.state === "withheld")
    return (
      <Uninspectable>
        You may not see payloads, so you cannot approve this call. Ask an admin for that right.
      </Uninspectable>
    );
  if (body.state === "erased") return <Uninspectable>The arguments were erased.</Uninspectable>;
  if (!rendering) return <Uninspectable>The arguments cannot be shown.</Uninspectable>;
  return (
    <>
      {rendering.uninspectable.map(({ pointer, why }) => (
        <Uninspectable key={pointer}>
          {pointer === "" ? "The arguments" : <Untrusted text={pointer.slice(1)} mono />}: {why}. Nobody can read that
          here.
        </Uninspectable>
      ))}
      <JsonArguments rows={rendering.rows} changed={changed} onComplete={complete} />
    </>
  );
}
