"use client";
import { useMemo } from "react";
import type { BodyView } from "@/lib/api/schema";
import type { Json } from "@/lib/base/schema";
import { type RenderedRow, renderArguments } from "@/lib/rendering/schema";
import { JsonArguments, Uninspectable } from "../domain/json-arguments";
import { TimeStamp } from "../time/time-stamp";

type PayloadViewProps = { body: BodyView /** What it is, in a word: "arguments", "result". */; what: string };

/** A payload as it was recorded, complete; or why it is not shown. */
export function PayloadView({ body, what }: PayloadViewProps) {
  const text = body.state === "shown" ? body.text : null;
  const masked = body.state === "shown" ? body.masked : NONE;
  const rows = useMemo(() => rowsOf(text, masked), [text, masked]);
  if (body.state === "withheld")
    return <p className="hint">You may not see payloads. An admin can give you that right.</p>;
  if (body.state === "none") return <p className="hint">No {what} is kept.</p>;
  if (body.state === "erased")
    return (
      <p className="hint">
        The {what} was erased at <TimeStamp at={body.at} />. Its digest stays in the log.
      </p>
    );
  return rows ? <JsonArguments rows={rows} /> : <Uninspectable>The {what} is not JSON.</Uninspectable>;
}

/** One for all: a new one each time would render everything anew. */
const NONE: readonly string[] = [];

function rowsOf(text: string | null, masked: readonly string[]): RenderedRow[] | null {
  try {
    return text === null ? null : renderArguments(JSON.parse(text) as Json, { masked }).rows;
  } catch {
    return null;
  }
}
