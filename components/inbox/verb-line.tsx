import type { SentencePart } from "@/lib/api/schema";
import { Untrusted } from "../domain/untrusted";
import { inOrder } from "../ui/in-order";

const MONO: ReadonlySet<string | undefined> = new Set(["tool", "value"]);

/** A sentence of ours about what would happen. Names in it come from outside and are shown as such. */
export function VerbLine({ parts }: { parts: readonly SentencePart[] }) {
  return inOrder(parts, (part) =>
    part.as === undefined ? part.text : <Untrusted text={part.text} mono={MONO.has(part.as)} />,
  );
}
