import { inOrder } from "./in-order";

const CARD = ["w-2/5 h-2.5", "w-[85%] h-4.5", "w-[70%] h-2.5", "w-full h-16", "w-3/5 h-2.5"];

/** The shape of what is coming, said as a word to those who do not see it. */
export function Skeleton({ label = "Loading" }: { label?: string }) {
  return (
    <div className="skel" role="status" aria-label={label}>
      {CARD.map((shape) => (
        <i key={shape} className={shape} />
      ))}
    </div>
  );
}

/** Rows that are coming. */
export function SkeletonRows({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="rows">
      {inOrder(Array.from({ length: rows }), (_, at) => (
        <div className="skel h-9 py-3">
          <i className={at % 3 === 0 ? "w-3/5" : at % 3 === 1 ? "w-4/5" : "w-1/2"} />
        </div>
      ))}
    </div>
  );
}
