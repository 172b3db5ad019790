"use client";
import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { METRICS, type MetricName as Metric } from "@/lib/api/schema";

/** The name of a number; pressed, it says what the number means and beyond which value it is marked. */
export function MetricName({ of, children }: { of: Metric; children?: ReactNode }) {
  const { name, means, marked } = METRICS[of];
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="metric" title={means}>
          {children ?? name}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="tip" sideOffset={6} collisionPadding={8} aria-label={`What “${name}” means`}>
          <p className="strong">{name}</p>
          <p>{means}</p>
          {marked && <p>Marked: {marked.charAt(0).toLowerCase() + marked.slice(1)} A starting value of ours.</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
