"use client";
import { Fragment } from "react";
import { useEndpoint } from "../api/queries";
import { Untrusted } from "../domain/untrusted";
import { counted } from "../ui/count";
import type { AgentDraft } from "./agent-draft";

/** What the form says so far, aloud; its words lead to their fields. */
export function AgentSentence({ draft }: { draft: AgentDraft }) {
  const people = useEndpoint("listNames", {}).data?.items;
  const owner = people?.find(({ id }) => id === draft.ownerId)?.name;
  const name = draft.name.trim();
  return (
    <p className="sentence">
      <a href="#name">{name === "" ? "An agent" : <Untrusted text={name} />}</a>, owned by{" "}
      <a href="#owner">{owner ?? "somebody"}</a>, comes with{" "}
      <a href="#credential">{draft.credential === "secret" ? "a secret" : "a key"}</a>.{" "}
      {draft.hasCharter ? (
        <>
          {draft.credential === "secret" ? "Unless it says otherwise, its" : "Its"} task is{" "}
          <a href="#purpose">
            {draft.charter.purpose.trim() === "" ? (
              "not said yet"
            ) : (
              <Untrusted text={`“${draft.charter.purpose.trim()}”`} />
            )}
          </a>{" "}
          and may call <SaidScope draft={draft} />.
        </>
      ) : (
        <>
          It says <a href="#charter">with each task</a> what that is for and what it may call.
        </>
      )}{" "}
      Rules say who approves it, and for how long.
    </p>
  );
}

function SaidScope({ draft }: { draft: AgentDraft }) {
  const { scope } = draft.charter;
  if (scope.length === 0) return <a href="#scope">no tool yet</a>;
  return scope.map((part, at) => (
    <Fragment key={part.server}>
      {at > 0 && (at === scope.length - 1 ? " and " : ", ")}
      <a href="#scope">
        {counted(part.tools.length, "tool")} on {part.server}
      </a>
    </Fragment>
  ));
}
