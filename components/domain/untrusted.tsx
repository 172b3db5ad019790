import { codeLabel, type TextRun, visibleText } from "@/lib/base/schema";
import { classNames } from "../ui/class-names";
import { inOrder } from "../ui/in-order";

type Names = "full" | "short";

type UntrustedProps = {
  text: string;
  /** full: RIGHT-TO-LEFT OVERRIDE U+202E, in arguments · short: RLO, in lists and titles. */
  names?: Names;
  mono?: boolean;
  /** Keeps spaces, tabs and line breaks as they are. */
  pre?: boolean;
  className?: string;
};

/**
 * Anything that an agent, a server or a person outside wrote. Characters that do not show what they are appear by
 * name, and the text cannot turn round or move what stands beside it.
 */
export function Untrusted({ text, names = "short", mono = false, pre = false, className }: UntrustedProps) {
  return (
    <span dir="ltr" className={classNames("untrusted", mono && "mono", pre && "pre", className)}>
      <Runs runs={visibleText(text)} names={names} />
    </span>
  );
}

/** The pieces of a text, for parts that bring their own element. */
export function Runs({ runs, names }: { runs: readonly TextRun[]; names: Names }) {
  const [only] = runs;
  if (runs.length === 1 && only?.kind === "text") {
    return only.text;
  }
  return inOrder(runs, (run) => {
    if (run.kind === "mark") {
      return <HiddenMark run={run} names={names} />;
    }
    return run.kind === "rtl" ? <bdi dir="rtl">{run.text}</bdi> : <span>{run.text}</span>;
  });
}

function HiddenMark({ run, names }: { run: Extract<TextRun, { kind: "mark" }>; names: Names }) {
  const code = codeLabel(run.code);
  const times = run.count > 1 ? ` × ${run.count}` : "";
  return (
    <span className="cc" title={`${run.name} ${code}${times}`}>
      {names === "full" ? `${run.name} ${code}` : run.short}
      {times}
    </span>
  );
}
