import { MoveRight, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { TightenedTask } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { Icon } from "../ui/icon";
import { type EffectLine, effectLines } from "./effect-lines";

/** A running task: what it holds now, and what the rules would give it, side by side. */
export function TaskEffect({ effect }: { effect: TightenedTask }) {
  const { task, pausesAtOnce } = effect;
  const lines = effectLines(effect);
  return (
    <li className="grid gap-1">
      <p className="flex gap-2 items-baseline">
        <Link className="label min-w-0" href={routes.task(task.id)}>
          <Untrusted text={task.purpose} />
        </Link>
        <span className="ml-auto nowrap text-12">
          <StateMark of="task" state={task.state} />
        </span>
      </p>
      <p className="hint">
        {task.agent.name}
        {task.run !== "" && (
          <>
            , run <Untrusted text={task.run} />
          </>
        )}
      </p>
      {lines.length === 0 && <p className="hint">It would get just what it holds.</p>}
      <table className="w-full text-12">
        <caption className="sr">What it holds and what it would get</caption>
        <tbody>
          {lines.map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </tbody>
      </table>
      {pausesAtOnce && (
        <p className="hint wait">
          <Icon of={TriangleAlert} small />
          <span>One of its clocks would have run out already: it pauses or ends at once.</span>
        </p>
      )}
    </li>
  );
}

function Line({ line }: { line: EffectLine }) {
  return (
    <tr className={line.tighter ? undefined : "text-ink-3"}>
      <th scope="row" className="text-left py-0.5 pr-2 align-top font-body text-ink-2" title={line.title}>
        {line.word}
      </th>
      <td className="num nowrap text-right py-0.5 align-top">
        <span className="muted">{line.old}</span> <Icon of={MoveRight} small className="inline align-[-2px]" />
        <span className="sr"> to </span> <span className={line.tighter ? "label" : undefined}>{line.now}</span>
      </td>
      <td className="nowrap text-right py-0.5 pl-3 w-px align-top text-ink-3">{line.tighter ? "tighter" : "stays"}</td>
    </tr>
  );
}
