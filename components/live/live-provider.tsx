"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { HEARTBEAT_MILLISECONDS } from "@/lib/live/schema";
import { keyOf } from "../api/queries";
import { connect } from "./connect";
import { notifyOf } from "./notify";
import { Refresher } from "./refresher";

/** connecting: not yet. live: heard of within two heartbeats. lost: not since `since`. */
export type LiveStatus = { state: "connecting" } | { state: "live"; seq: string } | { state: "lost"; since: Date };

const Status = createContext<LiveStatus>({ state: "connecting" });
export const useLive = (): LiveStatus => useContext(Status);

/** Whether what stands on the page may be old: then nothing is decided from it. */
export const useIsLive = (): boolean => useLive().state !== "lost";

/** Follows the log while the page is open, and asks again for whatever an entry has made old. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>({ state: "connecting" });
  useEffect(() => {
    const refresher = new Refresher(client);
    let heardAt = Date.now();
    const lost = () =>
      setStatus((before) => (before.state === "lost" ? before : { state: "lost", since: new Date(heardAt) }));
    const disconnect = connect({
      heard: (events, seq) => {
        heardAt = Date.now();
        setStatus((before) => ({ state: "live", seq: seq ?? (before.state === "live" ? before.seq : "0") }));
        refresher.take(events);
        notifyOf(events, client.getQueryData(keyOf("me", {})));
      },
      missedTooMuch: () => {
        heardAt = Date.now();
        setStatus((before) => (before.state === "live" ? before : { state: "live", seq: "0" }));
        refresher.takeAll();
      },
      lost,
      // Where nobody is signed in any more, asking who is leads to the sign-in page.
      ended: () => void client.invalidateQueries({ queryKey: keyOf("me") }),
    });
    // A connection that is silently gone (a sleeping laptop, a network that swallows) shows by its silence.
    const watch = setInterval(() => {
      if (Date.now() - heardAt > 2.5 * HEARTBEAT_MILLISECONDS) lost();
    }, 1000);
    return () => {
      clearInterval(watch);
      disconnect();
      refresher.stop();
    };
  }, [client]);
  return <Status value={status}>{children}</Status>;
}
