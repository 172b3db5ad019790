"use client";
import { useMemo } from "react";
import type { BodyView } from "@/lib/api/schema";
import { JsonArguments, Uninspectable } from "../domain/json-arguments";
import { TimeStamp } from "../time/time-stamp";

type PayloadViewProps = { body: BodyView /** What it is, in a word: "arguments", "result". */; what: string };

/** A payload as it was recorded, complete; or why it is not shown. */
export function PayloadView({ body, what }: PayloadViewProps) {
  const text = body.state === "shown" ? body.text : null;
  const parsed = useMemo(() => parse(text), [text]);
  if (body.state === "withheld")
    return <p className="hint">You may not see payloads. An admin can give you that right.</p>;
  if (body.state === "none") return <p className="hint">No {what} is kept.</p>;
  if (body.state === "erased")
    return (
      <p className="hint">
        The {what} was erased at <TimeStamp at={body.at} />. Its digest stays in the log.
      </p>
    );
  return parsed ? <JsonArguments value={parsed.json} /> : <Uninspectable>The {what} is not JSON.</Uninspectable>;
}

function parse(text: string | null): { json: unknown } | null {
  try {
    return text === null ? null : { json: JSON.parse(text) };
  } catch {
    return null;
  }
}
