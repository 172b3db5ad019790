"use client";
import { type RefObject, useEffect, useRef } from "react";
import type { ApprovalDetail, InputOf } from "@/lib/api/schema";
import { callEndpoint } from "../api/call-endpoint";
import { useMay } from "../api/use-may";

/**
 * Tells the server when a reviewer first had a card before their eyes: its verb line, and, once everything on it is
 * drawn, its foot below the arguments, each on the screen of a visible window. Times to decide are measured from there.
 * Nothing depends on it, so what cannot be told is not told again.
 *
 * @param marks Where its head and its foot are; those of a card when nothing is said.
 * @returns A ref for the card.
 */
export function useSight<Shown extends HTMLElement = HTMLElement>(
  approval: Pick<ApprovalDetail, "id" | "digest" | "state">,
  complete: boolean,
  { head: headAt, foot: footAt } = OF_CARD,
): RefObject<Shown | null> {
  const card = useRef<Shown>(null);
  const { id, digest, state } = approval;
  const reviews = useMay("review") && state === "pending";
  useEffect(() => {
    const head = reviews && card.current?.querySelector(headAt);
    return head ? whenInSight(head, { id, digest, what: "head" }) : undefined;
  }, [reviews, id, digest, headAt]);
  useEffect(() => {
    const foot = reviews && complete && card.current?.querySelector(footAt);
    return foot ? whenInSight(foot, { id, digest, what: "end" }) : undefined;
  }, [reviews, complete, id, digest, footAt]);
  return card;
}

const OF_CARD = { head: ".verb", foot: ".foot" };

/** Tells it once, as soon as the element is on the screen of a visible window. Returns what gives up waiting. */
function whenInSight(element: Element, sighting: InputOf<"seeApproval">): () => void {
  let onScreen = false;
  const look = () => {
    if (!onScreen || document.visibilityState !== "visible") return;
    stop();
    callEndpoint("seeApproval", sighting).catch(() => {}); // Insights then knows less; nobody else misses it
  };
  const observer = new IntersectionObserver((seen) => {
    onScreen = seen.at(-1)?.isIntersecting ?? false;
    look();
  });
  const stop = () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", look);
  };
  observer.observe(element);
  document.addEventListener("visibilitychange", look);
  return stop;
}
