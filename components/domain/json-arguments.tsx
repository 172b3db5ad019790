"use client";
import { Eye } from "lucide-react";
import { type CSSProperties, memo, type ReactNode, useEffect, useMemo, useState } from "react";
import { visibleText } from "@/lib/base/schema";
import { Button } from "../ui/button";
import { formatCount } from "../ui/count";
import { inOrder } from "../ui/in-order";
import { Tag } from "../ui/tag";
import { type ArgumentPart, argumentPages, keyWidth } from "./argument-pages";
import { Runs } from "./untrusted";

type JsonArgumentsProps = {
  /** Parsed canonical JSON: what will be sent, and nothing else. */
  value: unknown;
  /** What to mark, by JSON pointer ("/draft"): changed or dangerous values. */
  hits?: Readonly<Record<string, "changed" | "stop">>;
  /** A sentence under a value, by JSON pointer. */
  notes?: Readonly<Record<string, ReactNode>>;
  /** Told when everything has been shown. Approve must wait for it. */
  onComplete?: () => void;
  /** What it is, where it is something else than arguments; and what is said when there is nothing in it. */
  label?: string;
  none?: string;
};

/** One object for all: a new one each time would draw every page anew. */
const NONE = {};

/** Pages that follow by themselves; beyond them a person asks for more. About three megabytes of plain text. */
const BY_ITSELF = 50;

/**
 * Arguments complete and typed: nested values as a tree, long texts with their line breaks, hidden characters by name.
 * A megabyte comes in pages, so that the browser stays quick; while pages are missing, the table says how many.
 */
export function JsonArguments({ value, hits = NONE, notes = NONE, onComplete, ...words }: JsonArgumentsProps) {
  const { label = "Arguments", none = "No arguments" } = words;
  const pages = useMemo(() => argumentPages(value), [value]);
  const [asked, setAsked] = useState(BY_ITSELF);
  const shown = useGrowing(Math.min(asked, pages.length), value);
  const complete = shown >= pages.length;
  useEffect(() => {
    if (complete) {
      onComplete?.();
    }
  }, [complete, onComplete]);
  const looks = { hits, notes, width: useMemo(() => keyWidth(pages), [pages]) };
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

type PageProps = { page: readonly ArgumentPart[]; label: string; width: number } & Required<
  Pick<JsonArgumentsProps, "hits" | "notes">
>;

type WithKey = CSSProperties & { "--key": string };

const Page = memo(function Page({ page, label, width, hits, notes }: PageProps) {
  const key: WithKey = { "--key": `${width}ch` };
  return (
    <div className="args-part">
      <table className="args" aria-label={label} style={key}>
        <tbody>
          {inOrder(page, (part) => (
            <PartRow
              part={part}
              hit={hits[part.row.pointer]}
              note={part.last ? (notes[part.row.pointer] ?? part.row.note) : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
});

type WithDepth = CSSProperties & { "--depth": number };

function PartRow({ part, hit, note }: { part: ArgumentPart; hit?: "changed" | "stop"; note: ReactNode }) {
  const { row, piece, first } = part;
  const depth: WithDepth = { "--depth": row.depth };
  return (
    <tr className={piece === null ? "branch" : undefined} style={depth}>
      <th scope="row">
        {first && (
          <span className="key untrusted" dir="ltr">
            <Runs runs={visibleText(row.key)} names="short" />
          </span>
        )}
      </th>
      <td>
        {piece !== null && piece !== "" && <Piece text={piece} hit={hit} />}
        {note && <span className="note">{note}</span>}
      </td>
      <td className="type">{first && row.typeWords}</td>
    </tr>
  );
}

function Piece({ text, hit }: { text: string; hit?: "changed" | "stop" }) {
  const runs = <Runs runs={visibleText(text)} names="full" />;
  return (
    <span className="untrusted pre" dir="ltr">
      {hit ? <span className={hit === "stop" ? "hit stop" : "hit"}>{runs}</span> : runs}
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
