"use client";
import { LiveMark, type Liveness, NotLiveBanner } from "../domain/live-mark";
import { type LiveStatus, useLive } from "./live-provider";

const faceOf = (status: LiveStatus): Liveness =>
  status.state === "lost" ? { live: false, since: status.since } : { live: true };

/** The foot of the navigation: whether this page hears what happens, and the last entry it heard of. */
export function LiveHealth() {
  const status = useLive();
  return (
    <LiveMark state={faceOf(status)} entry={status.state === "live" && status.seq !== "0" ? status.seq : undefined} />
  );
}

/** The strip across a page while it hears nothing. */
export function NotLive() {
  return <NotLiveBanner state={faceOf(useLive())} />;
}
