import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { inOrder } from "./in-order";

type Line = { text: ReactNode; change?: "added" | "removed" | "context" };
const CLASS = { added: "a", removed: "d", context: "c" } as const;

/** Lines of code. With `copy`, a head with a name and a button; lines may say what changed. */
export function CodeBlock({ title, text, lines }: { title?: ReactNode; text: string; lines?: readonly Line[] }) {
  const shown: readonly Line[] = lines ?? text.split("\n").map((line) => ({ text: line }));
  return (
    <div className="codebox">
      <header>
        <span className="cut">{title}</span>
        <CopyButton text={text} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and the keyboard must reach them */}
      <pre className="code" tabIndex={0}>
        {inOrder(shown, (line) => (
          <span className={line.change && CLASS[line.change]}>{line.text}</span>
        ))}
      </pre>
    </div>
  );
}
