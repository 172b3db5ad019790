"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

/** Where somebody was about to go: a page of ours, or another place in the browser's history. */
type Destination = { kind: "page"; href: string } | { kind: "past"; key: string };

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** The page of ours that a click would go to in this tab; null when it goes nowhere, or stays on this page. */
function destinationOf(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || !isPlain(event) || event.defaultPrevented) return null;
  if ((link.target !== "" && link.target !== "_self") || link.hasAttribute("download")) return null;
  const to = new URL(link.href, location.href);
  if (to.origin !== location.origin || to.pathname === location.pathname) return null;
  return `${to.pathname}${to.search}${to.hash}`;
}

/** The browser's history as events; older browsers do not have it, and there only links and closing are asked about. */
const steps = (): Navigation | undefined => ("navigation" in window ? window.navigation : undefined);

/** Stops every way out of the page that can be stopped and says where it led, until it is told to end. */
function watchLeaving(stopped: (to: Destination) => void, leaving: { current: boolean }): () => void {
  const onClick = (event: MouseEvent) => {
    const href = destinationOf(event);
    if (href === null || leaving.current) return;
    event.preventDefault();
    event.stopPropagation();
    stopped({ kind: "page", href });
  };
  // The router hears of a step in history before we would: only the browser's own event can still be stopped. A second
  // step without another touch of the page goes through, as browsers want it.
  const onStep = (event: NavigateEvent) => {
    if (event.navigationType !== "traverse" || !event.cancelable || leaving.current) return;
    if (new URL(event.destination.url).pathname === location.pathname) return;
    event.preventDefault();
    stopped({ kind: "past", key: event.destination.key });
  };
  const onClose = (event: BeforeUnloadEvent) => {
    if (!leaving.current) event.preventDefault();
  };
  document.addEventListener("click", onClick, true);
  steps()?.addEventListener("navigate", onStep);
  window.addEventListener("beforeunload", onClose);
  return () => {
    document.removeEventListener("click", onClick, true);
    steps()?.removeEventListener("navigate", onStep);
    window.removeEventListener("beforeunload", onClose);
  };
}

/**
 * Asks before a page with unsaved changes is left: by a link, by going back, by closing the tab (there the
 * browser asks in its own words).
 *
 * @returns Whether it is asking now, and the two answers.
 */
export function useLeaveGuard(dirty: boolean) {
  const router = useRouter();
  const [destination, setDestination] = useState<Destination | null>(null);
  const leaving = useRef(false);
  useEffect(() => {
    if (!dirty) return;
    leaving.current = false;
    return watchLeaving(setDestination, leaving);
  }, [dirty]);
  return {
    asking: destination !== null,
    stay: () => setDestination(null),
    leave: () => {
      leaving.current = true;
      setDestination(null);
      if (destination?.kind === "page") router.push(destination.href);
      else if (destination) steps()?.traverseTo(destination.key);
    },
  };
}
