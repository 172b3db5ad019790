"use client";
import type { RefObject } from "react";
import { PAUSES, TASK_STATES } from "@/lib/tasks/schema";
import { PAUSE_MARKS } from "../domain/pause-reason";
import { TASK_MARKS } from "../domain/states";
import { ChipAdd, ChipSet } from "../ui/chips";
import { Menu } from "../ui/menu";
import { AgentFilter, OwnerFilter, ServerFilter } from "./filter-choices";
import { FilterText } from "./filter-text";
import { pickedStates, type TaskFilters, toggleState, toggleWhy } from "./task-filters";

type FilterBarProps = {
  filters: TaskFilters;
  onFilters: (next: TaskFilters) => void;
  /** The name of the owner who is filtered by, where a row tells it. */
  ownerName?: string;
  search: RefObject<HTMLInputElement | null>;
};

/** What the list is narrowed to, each as a chip that can be taken away, and what else it can be narrowed by. */
export function FilterBar({ filters, onFilters, ownerName, search }: FilterBarProps) {
  return (
    <search className="bar" aria-label="Filters">
      <SetChips filters={filters} onFilters={onFilters} ownerName={ownerName} />
      <Menu
        align="start"
        trigger={<ChipAdd>State</ChipAdd>}
        items={TASK_STATES.map((state) => ({
          label: TASK_MARKS[state].word,
          icon: TASK_MARKS[state].icon,
          onSelect: () => onFilters(toggleState(filters, state)),
        }))}
      />
      <Menu
        align="start"
        trigger={<ChipAdd>Why</ChipAdd>}
        items={PAUSES.map((reason) => ({
          label: PAUSE_MARKS[reason].word,
          icon: PAUSE_MARKS[reason].icon,
          onSelect: () => onFilters(toggleWhy(filters, reason)),
        }))}
      />
      {!filters.agent && <AgentFilter onPick={(agent) => onFilters({ ...filters, agent })} />}
      {!filters.owner && <OwnerFilter onPick={(owner) => onFilters({ ...filters, owner })} />}
      {!filters.server && <ServerFilter onPick={(server) => onFilters({ ...filters, server })} />}
      <span className="grow" />
      <FilterText text={filters.text} onText={(text) => onFilters({ ...filters, text })} input={search} />
    </search>
  );
}

function SetChips({ filters, onFilters, ownerName }: Omit<FilterBarProps, "search">) {
  const words = (["agent", "owner", "server"] as const).flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [{ name, value: name === "owner" ? (ownerName ?? "chosen") : value }];
  });
  return (
    <>
      {pickedStates(filters).map((state) => (
        <ChipSet key={state} removes={TASK_MARKS[state].word} onRemove={() => onFilters(toggleState(filters, state))}>
          {TASK_MARKS[state].word}
        </ChipSet>
      ))}
      {filters.why.map((reason) => (
        <ChipSet key={reason} removes={PAUSE_MARKS[reason].word} onRemove={() => onFilters(toggleWhy(filters, reason))}>
          paused for <b>{PAUSE_MARKS[reason].word}</b>
        </ChipSet>
      ))}
      {words.map(({ name, value }) => (
        <ChipSet key={name} removes={`${name} ${value}`} onRemove={() => onFilters({ ...filters, [name]: undefined })}>
          {name} <b>{value}</b>
        </ChipSet>
      ))}
    </>
  );
}
