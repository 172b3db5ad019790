"use client";
import { WifiOff, Zap } from "lucide-react";
import { clockTime } from "../time/format";
import { useInBrowser } from "../time/now";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";

/** Whether this page hears what happens: "live", or since when it does not. */
export type Liveness = { live: true } | { live: false; since: Date };

const sinceWords = (since: Date, inBrowser: boolean): string =>
  `${clockTime(since, inBrowser ? "viewer" : "UTC", true)}${inBrowser ? "" : " UTC"}`;

/** The line at the foot of the navigation. `entry` is the last entry seen. */
export function LiveMark({ state, entry }: { state: Liveness; entry?: string }) {
  const inBrowser = useInBrowser();
  if (!state.live) {
    return (
      <div className="text-wait" role="status">
        <Icon of={WifiOff} small />
        <span className="t">not live since {sinceWords(state.since, inBrowser)}</span>
      </div>
    );
  }
  return (
    <div role="status">
      <Icon of={Zap} small />
      <span className="t">Live</span>
      {entry && <span className="t muted num ml-auto">entry {entry}</span>}
    </div>
  );
}

/** The strip across a page that has lost its connection. Pages that decide turn their answers off with it. */
export function NotLiveBanner({ state, onReconnect }: { state: Liveness; onReconnect?: () => void }) {
  const inBrowser = useInBrowser();
  if (state.live) {
    return null;
  }
  return (
    <Banner tone="wait" icon={WifiOff} live action={onReconnect && <Button onClick={onReconnect}>Reconnect</Button>}>
      Not live since {sinceWords(state.since, inBrowser)}. What you see may be old; deciding is off.
    </Banner>
  );
}
