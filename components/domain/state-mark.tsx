import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { Tag } from "../ui/tag";
import { MARKS, type MarkKind } from "./states";

type StateMarkProps = {
  [Kind in MarkKind]: { of: Kind; state: Extract<keyof (typeof MARKS)[Kind], string> };
}[MarkKind] & {
  /** At the head of a page, a box around it. In lists there is none. */
  boxed?: boolean;
  className?: string;
};

/** A state: its icon, its word and its colour, the same everywhere. */
export function StateMark({ of, state, boxed = false, className }: StateMarkProps) {
  const marks: Readonly<Record<string, (typeof MARKS.task)["running"]>> = MARKS[of];
  const mark = marks[state];
  if (mark === undefined) {
    return <span className={classNames("st", className)}>{state}</span>;
  }
  if (boxed) {
    return (
      <Tag tone={mark.tone} icon={mark.icon}>
        {mark.word}
      </Tag>
    );
  }
  return (
    <span className={classNames("st", mark.tone, className)}>
      <Icon of={mark.icon} />
      {mark.word}
    </span>
  );
}
