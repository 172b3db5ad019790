import type { Authority } from "../../approvals/schema";
import { sayDuration } from "../../base/index";
import { type ClockChange, type ClockName, compareTerms, type Scope, type Terms } from "../../policy/schema";
import { toolsOf } from "../../tasks/index";
import type { Change } from "./change-schema";

/** What differs, and what was looked at and is the same. */
export type Compared = { changes: Change[]; same: string[] };

export const merge = (...parts: Compared[]): Compared => ({
  changes: parts.flatMap(({ changes }) => changes),
  same: parts.flatMap(({ same }) => same),
});

/** What a task holds, or held: as far as an authority is compared with it. */
export type Held = Pick<Authority, "scope" | "terms" | "clocks">;

/** Compares the authority that a start or resume asks for with what is held. A call asks for none. */
export function changedAuthority(authority: Authority | null, held: Held | null): Compared {
  if (!authority || !held) return { changes: [], same: authority || held ? ["scope", "clocks", "rules"] : [] };
  return merge(
    changedTools(held.scope, authority.scope),
    changedClocks(compareTerms(held, authority).clocks),
    changedRules(held.terms, authority.terms),
  );
}

function changedTools(held: Scope, asked: Scope): Compared {
  const [before, after] = [toolsOf(held), toolsOf(asked)];
  const added = [...after].filter((tool) => !before.has(tool));
  const gone = [...before].filter((tool) => !after.has(tool));
  const changes: Change[] = [
    ...added.map((tool) => ({
      what: "tools" as const,
      name: "tool",
      before: null,
      after: tool,
      direction: "wider" as const,
    })),
    ...gone.map((tool) => ({
      what: "tools" as const,
      name: "tool",
      before: tool,
      after: null,
      direction: "narrower" as const,
    })),
  ];
  return changes.length > 0 ? { changes, same: [] } : { changes, same: [`scope (${after.size} tools)`] };
}

const CLOCK_WORDS: Record<ClockName, string> = {
  idleSeconds: "idle",
  leaseSeconds: "lease",
  endSeconds: "end",
  decideBySeconds: "decide by",
  stallSeconds: "stall",
  coolDownSeconds: "cool-down",
  callsMax: "calls",
};

function changedClocks(clocks: ClockChange[]): Compared {
  const changes = clocks
    .filter(({ verdict }) => verdict !== "same")
    .map(
      ({ name, old, new: now, verdict }): Change => ({
        what: name === "callsMax" ? "calls" : "clock",
        name: CLOCK_WORDS[name],
        before: sayLimit(name, old),
        after: sayLimit(name, now),
        direction: verdict === "tighter" ? "narrower" : "wider",
      }),
    );
  return changes.length > 0 ? { changes, same: [] } : { changes, same: ["clocks"] };
}

const sayLimit = (name: ClockName, value: number | null): string | null =>
  value === null ? null : name === "callsMax" ? String(value) : sayDuration(value);

function changedRules(held: Terms, asked: Terms): Compared {
  const said = (terms: Terms) => new Map(terms.map(({ rule }) => [rule.id, rule]));
  const [before, after] = [said(held), said(asked)];
  const changes: Change[] = [];
  for (const [id, rule] of after) {
    const old = before.get(id);
    if (old?.version === rule.version) continue;
    const from = old ? `${old.name} v${old.version}` : null;
    changes.push({
      what: "rule",
      name: rule.name,
      before: from,
      after: `${rule.name} v${rule.version}`,
      direction: "other",
    });
  }
  for (const [id, rule] of before)
    if (!after.has(id))
      changes.push({
        what: "rule",
        name: rule.name,
        before: `${rule.name} v${rule.version}`,
        after: null,
        direction: "other",
      });
  return changes.length > 0 ? { changes, same: [] } : { changes, same: ["rules"] };
}
