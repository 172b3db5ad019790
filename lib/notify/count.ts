import { shared } from "../base/index";
import type { ChannelKind } from "./schema";

export type DeliveryOutcome = "sent" | "retried" | "failed" | "dropped";
export type DeliveryCount = { kind: ChannelKind; outcome: DeliveryOutcome; count: number };

const counts = () => shared<Map<string, DeliveryCount>>("notify.counts", () => new Map());

export function countDelivery(kind: ChannelKind, outcome: DeliveryOutcome): void {
  const key = `${kind} ${outcome}`;
  const present = counts().get(key) ?? { kind, outcome, count: 0 };
  counts().set(key, { ...present, count: present.count + 1 });
}

/** How many attempts of this process ended how, by kind of channel; for the metrics. */
export const deliveryCounts = (): DeliveryCount[] => [...counts().values()];
