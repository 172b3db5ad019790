import type { ReactNode } from "react";
import { classNames } from "./class-names";

type SectionProps = { title: ReactNode; aside?: ReactNode; id?: string; children: ReactNode };

/** A part of a page under a small head; `aside` stands at its right. */
export function Section({ title, aside, id, children }: SectionProps) {
  return (
    <section className="sect" id={id}>
      <h3>
        <span>{title}</span>
        {aside && <span className="aside">{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

/** An edge around things that belong together. Never inside another. `rows` puts hairlines between its children. */
export function Box({ rows = false, pad = false, children }: { rows?: boolean; pad?: boolean; children: ReactNode }) {
  return <div className={classNames("box", rows && "rows", pad && "pad")}>{children}</div>;
}

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="dl">
      {facts.map((fact) => (
        <div key={fact.name} className="contents">
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
