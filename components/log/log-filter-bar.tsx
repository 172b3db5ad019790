"use client";
import type { ReactNode } from "react";
import type { LogRow } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { shortDigest } from "../domain/digest";
import { Untrusted } from "../domain/untrusted";
import { AgentFilter, ServerFilter } from "../tasks/filter-choices";
import { FilterPick } from "../tasks/filter-pick";
import { Chip, ChipSet } from "../ui/chips";
import { FilterEntry } from "./filter-entry";
import { digestCode, isDigestCode, LOG_WORDS, type LogFilters, type LogWord } from "./log-filters";
import { isGroupOn, KIND_GROUPS, otherKinds, toggleGroup } from "./log-kinds";

type FilterBarProps = {
  filters: LogFilters;
  onFilters: (next: LogFilters) => void;
  /** The entries that are shown: they tell the names of what is filtered by. */
  rows: readonly LogRow[];
};

/** What the log is narrowed to: kinds that are on or off, and what it is about as chips that can be taken away. */
export function LogFilterBar({ filters, onFilters, rows }: FilterBarProps) {
  return (
    <search aria-label="Filters" className="contents">
      <div className="bar">
        <KindChips filters={filters} onFilters={onFilters} />
      </div>
      <div className="bar">
        <SetChips filters={filters} onFilters={onFilters} rows={rows} />
        <Adders filters={filters} onFilters={onFilters} />
      </div>
    </search>
  );
}

/** Kinds that not everybody may read. */
const ABOUT_PEOPLE: ReadonlySet<string> = new Set(["People", "Canaries"]);

function KindChips({ filters, onFilters }: Omit<FilterBarProps, "rows">) {
  const { kind } = filters;
  const mayReadPeople = useEndpoint("me", {}).data?.rights.includes("read_people_log") ?? false;
  return (
    <>
      {KIND_GROUPS.filter((group) => mayReadPeople || !ABOUT_PEOPLE.has(group.word)).map((group) => (
        <Chip
          key={group.word}
          on={isGroupOn(group, kind)}
          onToggle={() => onFilters({ ...filters, kind: toggleGroup(group, kind) })}
        >
          {group.word}
        </Chip>
      ))}
      {otherKinds(kind).map((one) => (
        <ChipSet
          key={one}
          removes={one}
          onRemove={() => onFilters({ ...filters, kind: kind.filter((other) => other !== one) })}
        >
          kind <b className="mono">{one}</b>
        </ChipSet>
      ))}
    </>
  );
}

function SetChips({ filters, onFilters, rows }: FilterBarProps) {
  const people = useEndpoint("listNames", {}, { enabled: filters.person !== undefined }).data;
  return LOG_WORDS.flatMap((word) => {
    const text = filters[word];
    if (text === undefined) return [];
    const person = word === "person" ? people?.items.find(({ id }) => id === text)?.name : undefined;
    return [
      <ChipSet key={word} removes={word} onRemove={() => onFilters({ ...filters, [word]: undefined })}>
        {word} <b>{person ?? nameOf(word, text, rows)}</b>
      </ChipSet>,
    ];
  });
}

/** What a filter is called: by its name where an entry tells it, else by the end of its id. */
function nameOf(word: LogWord, text: string, rows: readonly LogRow[]): ReactNode {
  const named = (name: string | undefined) => (name === undefined ? `…${text.slice(-4)}` : <Untrusted text={name} />);
  if (word === "task") return named(rows.find((row) => row.taskId === text)?.names.task);
  if (word === "person") return named(rows.find((row) => row.humanId === text)?.names.person);
  if (word === "agent") return <Untrusted text={rows.find((row) => row.agentId === text)?.names.agent ?? text} />;
  if (word === "server") return <Untrusted text={rows.find((row) => row.serverId === text)?.names.server ?? text} />;
  if (word === "digest") return <span className="mono">{text.length >= 8 ? shortDigest(text) : text}</span>;
  return word === "tool" ? <Untrusted text={text} mono /> : named(undefined);
}

const TOOL = "The name of a tool, as its server says it.";
const DIGEST = "The eight digits that cards and entries show, or more of it.";

function Adders({ filters, onFilters }: Omit<FilterBarProps, "rows">) {
  const set = (change: Partial<LogFilters>) => onFilters({ ...filters, ...change });
  return (
    <>
      {!filters.agent && <AgentFilter onPick={(agent) => set({ agent })} />}
      {!filters.server && <ServerFilter onPick={(server) => set({ server })} />}
      {!filters.tool && <FilterEntry label="Tool" hint={TOOL} onGiven={(tool) => set({ tool })} />}
      {!filters.person && <PersonFilter onPick={(person) => set({ person })} />}
      {!filters.digest && (
        <FilterEntry
          label="Digest"
          hint={DIGEST}
          placeholder="7f3a 91c4"
          problem={(text) => (isDigestCode(digestCode(text)) ? null : "4 to 64 of the digits 0 to 9 and a to f.")}
          onGiven={(text) => set({ digest: digestCode(text) })}
        />
      )}
    </>
  );
}

/** Picks the person whose acts are shown. */
function PersonFilter({ onPick }: { onPick: (id: string) => void }) {
  const people = useEndpoint("listNames", {}).data;
  const choices = people?.items.map(({ id, name, active }) => ({
    value: id,
    label: name,
    note: active ? undefined : "disabled",
  }));
  return <FilterPick label="Person" choices={choices} onPick={onPick} />;
}
