import type { ReactNode } from "react";

/** The content of a page that scrolls as one, with the usual margins. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="page">{children}</div>;
}

type PageHeadProps = {
  title: ReactNode;
  /** State, owner, dates: marks and short texts in one line. */
  meta?: ReactNode;
  actions?: ReactNode;
};

/** The head of one thing's page: its name, what is known at a glance, and what can be done. */
export function PageHead({ title, meta, actions }: PageHeadProps) {
  return (
    <header className="head">
      <div>
        <h2>{title}</h2>
        {meta && <div className="meta">{meta}</div>}
      </div>
      {actions && <div className="acts">{actions}</div>}
    </header>
  );
}

/** Main column and rail; one column where there is no room. `even` makes the rail wider. */
export function Columns({
  main,
  rail,
  railLabel,
  even = false,
}: {
  main: ReactNode;
  rail: ReactNode;
  railLabel: string;
  even?: boolean;
}) {
  return (
    <div className={even ? "cols even" : "cols"}>
      <div className="stack">{main}</div>
      <aside className="stack" aria-label={railLabel}>
        {rail}
      </aside>
    </div>
  );
}
