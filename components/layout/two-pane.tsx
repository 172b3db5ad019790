import type { ReactNode } from "react";

type TwoPaneProps = {
  list: ReactNode;
  listLabel: string;
  /** The opened thing. On a phone it takes the whole screen. */
  detail: ReactNode;
  open: boolean;
};

/** A list and what is opened from it, side by side; one of the two on a phone. */
export function TwoPane({ list, listLabel, detail, open }: TwoPaneProps) {
  return (
    <div className="inbox" data-open={open ? "" : undefined}>
      <section className="inbox-list" aria-label={listLabel}>
        {list}
      </section>
      <div className="inbox-card">{detail}</div>
    </div>
  );
}
