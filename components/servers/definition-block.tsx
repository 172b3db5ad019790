import { Untrusted } from "../domain/untrusted";
import { CodeBlock } from "../ui/code-block";
import type { DefinitionLine } from "./line-differences";

/** A definition line by line, as it was stored. */
export const definitionLines = (definition: Readonly<Record<string, unknown>>): string[] =>
  JSON.stringify(definition, null, 2).split("\n");

type DefinitionBlockProps = {
  title: React.ReactNode;
  lines: readonly DefinitionLine[];
  /** What changed lines are: those of the definition that goes, or of the one that comes. */
  as?: "removed" | "added";
};

/** A tool's whole definition: the server's text, with hidden characters by name. */
export function DefinitionBlock({ title, lines, as }: DefinitionBlockProps) {
  return (
    <CodeBlock
      title={title}
      text={lines.map(({ text }) => text).join("\n")}
      lines={lines.map(({ text, changed }) => ({
        text: <Untrusted text={text} names="full" pre />,
        change: changed && as ? as : "context",
      }))}
    />
  );
}
