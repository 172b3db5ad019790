"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { io } from "socket.io-client";
import { HEARTBEAT_MILLISECONDS, LIVE, type LiveFrame, liveFrameSchema } from "@/lib/live/schema";
import { outdated } from "./invalidations";
import { notifyOf } from "./notify";

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
    let seq: string | null = null;
    let heardAt = 0;
    const socket = io({ transports: ["websocket", "polling"], reconnectionDelay: 500, reconnectionDelayMax: 5000 });
    const lost = () =>
      setStatus((before) =>
        before.state === "lost" ? before : { state: "lost", since: new Date(heardAt || Date.now()) },
      );
    const take = (frame: LiveFrame) => {
      heardAt = Date.now();
      if (frame.seq !== "0") seq = frame.seq;
      setStatus({ state: "live", seq: frame.seq });
      for (const query of outdated(frame.events)) void client.invalidateQueries({ queryKey: [query] });
      notifyOf(frame.events);
    };
    socket.on("connect", () => {
      heardAt = Date.now();
      socket.emit(LIVE.hello, { after: seq });
      // What was asked for before the first connection may have missed something in between.
      if (seq === null) void client.invalidateQueries();
      setStatus({ state: "live", seq: seq ?? "0" });
    });
    socket.on(LIVE.frame, (frame: unknown) => {
      const parsed = liveFrameSchema.safeParse(frame);
      if (parsed.success) take(parsed.data);
    });
    socket.on(LIVE.refetch, () => void client.invalidateQueries());
    socket.on("disconnect", lost);
    socket.on("connect_error", lost);
    const watch = setInterval(() => {
      if (heardAt > 0 && Date.now() - heardAt > 2.5 * HEARTBEAT_MILLISECONDS) lost();
    }, 1000);
    return () => {
      clearInterval(watch);
      socket.close();
    };
  }, [client]);
  return <Status value={status}>{children}</Status>;
}
