"use client";
import { useDeferredValue, useState } from "react";
import { useEndpoint } from "../api/queries";
import { FilterPick } from "./filter-pick";

type ChoiceProps = { onPick: (value: string) => void };

const MORE = "More follow: type a part of the name.";

/** Picks an agent by its name. */
export function AgentFilter({ onPick }: ChoiceProps) {
  const [text, setText] = useState("");
  const agents = useEndpoint("listAgents", { text: useDeferredValue(text) || undefined, limit: 20 }).data;
  const choices = agents?.items.map(({ name, owner }) => ({ value: name, label: name, note: owner.name }));
  return <FilterPick label="Agent" choices={choices} onPick={onPick} onSearch={setText} note={agents?.next && MORE} />;
}

/** Picks a person who owns an agent. */
export function OwnerFilter({ onPick }: ChoiceProps) {
  const agents = useEndpoint("listAgents", { limit: 200 }).data;
  const owners = new Map(agents?.items.map(({ owner }) => [owner.id, owner]));
  const choices = [...owners.values()]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, email }) => ({ value: id, label: name, note: email }));
  return (
    <FilterPick
      label="Owner"
      choices={agents && choices}
      onPick={onPick}
      note={agents?.next && "The owners of the first 200 agents."}
    />
  );
}

/** Picks a server that tasks may reach. */
export function ServerFilter({ onPick }: ChoiceProps) {
  const servers = useEndpoint("listServers", {}).data;
  return (
    <FilterPick
      label="Server"
      choices={servers?.items.map(({ name }) => ({ value: name, label: name }))}
      onPick={onPick}
    />
  );
}
