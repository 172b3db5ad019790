import type { SentencePart } from "@/lib/api/schema";
import { Untrusted } from "../domain/untrusted";

const MONO: ReadonlySet<string | undefined> = new Set(["tool"]);

/** A sentence of ours about what would happen. Names in it come from outside and are shown as such. */
export function VerbLine({ parts }: { parts: readonly SentencePart[] }) {
  return parts.map((part, at) =>
    part.as === undefined ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence keep their place
      <Untrusted key={at} text={part.text} mono={MONO.has(part.as)} />
    ),
  );
}
