import { type ReactNode, useId } from "react";

/** Fields that belong together, under a head that says what they are about. */
export function FormGroup({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="grp" aria-labelledby={id}>
      <h3>
        <span id={id}>{title}</span>
        {note && <small>{note}</small>}
      </h3>
      <div className="fields">{children}</div>
    </section>
  );
}
