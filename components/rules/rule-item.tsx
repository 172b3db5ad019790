"use client";
import { FileCode } from "lucide-react";
import Link from "next/link";
import type { RuleRow } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { bodyOf, type RuleMatch } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { TimeStamp } from "../time/time-stamp";
import { classNames } from "../ui/class-names";
import { inOrder } from "../ui/in-order";
import { Tag } from "../ui/tag";
import { OnTag } from "./rule-head";
import { sayMarked } from "./said-words";

/**
 * One rule of the list: what it is for, what it says, where it stands, who saved it when.
 *
 * @param usual The default rule: of the others, the words that differ from it stand out.
 */
export function RuleItem({ rule, usual }: { rule: RuleRow; usual: RuleRow | undefined }) {
  const words = sayMarked({ body: bodyOf(rule), before: usual && usual.id !== rule.id ? bodyOf(usual) : null });
  return (
    <li className="relative grid gap-1.5 px-4 py-3 hover:bg-bg-hover">
      <div className="flex flex-wrap gap-x-3 gap-y-1 items-center">
        <h3 className="label text-14">
          <Link className="after:absolute after:inset-0" href={routes.rule(rule.id)}>
            {rule.name}
          </Link>
        </h3>
        <OnTag on={rule.on} version={rule.version} />
        {rule.source === "config" && (
          <Tag tone="off" icon={FileCode}>
            configuration file
          </Tag>
        )}
        <span className="num soft ml-auto nowrap">priority {rule.priority}</span>
      </div>
      <Match match={rule.match} />
      <p className={classNames("text-pretty", rule.on ? "soft" : "muted")}>
        {inOrder(words, (word) =>
          word.changed ? <b className={classNames("label", rule.on && "text-ink")}>{word.text}</b> : word.text,
        )}
      </p>
      <p className="hint">
        {rule.savedBy?.name ?? "Countersign"}, <TimeStamp at={rule.savedAt} show="both" />
        {rule.reason !== "" && <>: {rule.reason}</>}
      </p>
    </li>
  );
}

const NAMED = ["agent", "server", "tool"] as const;

/** What a rule is for, each part by its name; what it leaves open is said, too. */
function Match({ match }: { match: RuleMatch }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-12">
      {NAMED.map((name) => (
        <span key={name} className="inline-flex gap-1.5 items-baseline">
          <span className="muted">{name}</span>
          {match[name] === undefined ? <span className="soft">any</span> : <code>{match[name]}</code>}
        </span>
      ))}
      <span className="inline-flex gap-1.5 items-baseline">
        <span className="muted">class</span>
        {match.class === undefined ? <span className="soft">any</span> : <ClassMark of={match.class} />}
      </span>
    </p>
  );
}
