"use client";
import { Eye, TriangleAlert } from "lucide-react";
import { type CSSProperties, memo, type ReactNode, useEffect, useMemo, useState } from "react";
import { visibleText } from "@/lib/base/schema";
import type { Remark, RenderedRow } from "@/lib/rendering/schema";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/count";
import { Icon } from "../ui/icon";
import { inOrder } from "../ui/in-order";
import { Tag } from "../ui/tag";
import { type ArgumentPart, argumentPages, keyWidth } from "./argument-pages";
import { Runs, Untrusted } from "./untrusted";

type JsonArgumentsProps = {
  /** Arguments as they were rendered: all of them, and nothing else. */
  rows: readonly RenderedRow[];
  /** Values to mark as changed, by JSON pointer ("/draft"). */
  changed?: ReadonlySet<string>;
  /** Told when everything has been shown. Approve must wait for it. */
  onComplete?: () => void;
  /** What it is, where it is something else than arguments; and what is said when there is nothing in it. */
  label?: string;
  none?: string;
};

/** One for all: a new one each time would draw every page anew. */
const NONE: ReadonlySet<string> = new Set();

/** Pages that follow by themselves; beyond them a person asks for more. About three megabytes of plain text. */
const BY_ITSELF = 50;

/**
 * Arguments complete and typed: nested values as a tree, long texts with their line breaks, hidden characters by name.
 * A megabyte comes in pages, so that the browser stays quick; while pages are missing, the table says how many.
 */
export function JsonArguments({ rows, changed = NONE, onComplete, ...words }: JsonArgumentsProps) {
  const { label = "Arguments", none = "No arguments" } = words;
  const pages = useMemo(() => argumentPages(rows), [rows]);
  const [asked, setAsked] = useState(BY_ITSELF);
  const shown = useGrowing(Math.min(asked, pages.length), rows);
  const complete = shown >= pages.length;
  useEffect(() => {
    if (complete) {
      onComplete?.();
    }
  }, [complete, onComplete]);
  const looks = { changed, width: useMemo(() => keyWidth(pages), [pages]) };
  return (
    <div className="box args-box">
      {inOrder(pages.slice(0, shown), (page, at) => (
        <Page page={page} label={pages.length > 1 ? `${label}, part ${at + 1}` : label} {...looks} />
      ))}
      {pages[0]?.length === 0 && <p className="muted px-3 py-1.5">{none}</p>}
      {!complete && (
        <p className="args-end" role="status">
          <span>
            {formatCount(shown)} of {formatCount(pages.length)} parts shown. Not complete yet.
          </span>
          {shown >= asked && (
            <Button onClick={() => setAsked(asked + BY_ITSELF)}>Show the next {formatCount(BY_ITSELF)}</Button>
          )}
        </p>
      )}
    </div>
  );
}

/** Counts up to `goal`, a page for each moment in which the browser has nothing else to do. Starts anew with `of`. */
function useGrowing(goal: number, of: unknown): number {
  const [state, setState] = useState({ of, shown: 1 });
  const shown = Math.min(goal, state.of === of ? state.shown : 1);
  useEffect(() => {
    if (shown >= goal) {
      return;
    }
    const timer = setTimeout(() => setState({ of, shown: shown + 1 }), 16);
    return () => clearTimeout(timer);
  }, [shown, goal, of]);
  return shown;
}

type PageProps = { page: readonly ArgumentPart[]; label: string; width: number; changed: ReadonlySet<string> };

type WithKey = CSSProperties & { "--key": string };

const Page = memo(function Page({ page, label, width, changed }: PageProps) {
  const key: WithKey = { "--key": `${width}ch` };
  return (
    <div className="args-part">
      <table className="args" aria-label={label} style={key}>
        <tbody>
          {inOrder(page, (part) => (
            <PartRow part={part} changed={changed.has(part.row.pointer)} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

type WithDepth = CSSProperties & { "--depth": number };

/** Rows that are not sent stand apart: what a text decodes to, and what a server takes by default. */
const FROM = { sent: undefined, decoded: "decoded", default: "default" } as const;

function PartRow({ part, changed }: { part: ArgumentPart; changed: boolean }) {
  const { row, piece, first, last } = part;
  const depth: WithDepth = { "--depth": row.depth };
  return (
    <tr className={classNames(piece === null && "branch", FROM[row.from])} style={depth}>
      <th scope="row">
        {first && (
          <span className="key untrusted" dir="ltr">
            <Runs runs={visibleText(row.key)} names="short" />
          </span>
        )}
      </th>
      <td>
        {piece !== null && piece !== "" && <Piece text={piece} changed={changed} />}
        {last && inOrder(row.remarks, (remark) => <RemarkLine remark={remark} />)}
      </td>
      <td className="type">{first && row.typeWords}</td>
    </tr>
  );
}

function Piece({ text, changed }: { text: string; changed: boolean }) {
  const runs = <Runs runs={visibleText(text)} names="full" />;
  return (
    <span className="untrusted pre" dir="ltr">
      {changed ? <span className="hit">{runs}</span> : runs}
    </span>
  );
}

/** A sentence of ours about a value. What it quotes is as untrusted as the value itself. */
function RemarkLine({ remark: { tone, text } }: { remark: Remark }) {
  return (
    <span className={tone === "warn" ? "note warn" : "note"}>
      {tone === "warn" && <Icon of={TriangleAlert} small />}
      <Untrusted text={text} />
    </span>
  );
}

/** Arguments that are not there to be read: erased, or not text. They cannot be approved unseen. */
export function Uninspectable({ children }: { children: ReactNode }) {
  return (
    <div className="box args-box">
      <div className="grid gap-1 px-3 py-2">
        <div>
          <Tag tone="wait" icon={Eye}>
            uninspectable
          </Tag>
        </div>
        <p className="hint">{children}</p>
      </div>
    </div>
  );
}
