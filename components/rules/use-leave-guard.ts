"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

/** Where somebody was about to go: a page of ours, or back in the browser's history. */
type Destination = { kind: "page"; href: string } | { kind: "back" };

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

/**
 * Asks before a page with unsaved changes is left: by a link, by the browser's back, by closing the tab (there the
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
    const here = { state: history.state as unknown, href: location.href };
    const onClick = (event: MouseEvent) => {
      const href = destinationOf(event);
      if (href === null || leaving.current) return;
      event.preventDefault();
      event.stopPropagation();
      setDestination({ kind: "page", href });
    };
    const onBack = (event: PopStateEvent) => {
      if (leaving.current || location.pathname === new URL(here.href).pathname) return;
      // Before the router hears of it: the address has moved already, so it is put back.
      event.stopImmediatePropagation();
      history.pushState(here.state, "", here.href);
      setDestination({ kind: "back" });
    };
    const onClose = (event: BeforeUnloadEvent) => {
      if (!leaving.current) event.preventDefault();
    };
    document.addEventListener("click", onClick, true);
    window.addEventListener("popstate", onBack, true);
    window.addEventListener("beforeunload", onClose);
    return () => {
      document.removeEventListener("click", onClick, true);
      window.removeEventListener("popstate", onBack, true);
      window.removeEventListener("beforeunload", onClose);
    };
  }, [dirty]);
  return {
    asking: destination !== null,
    stay: () => setDestination(null),
    leave: () => {
      leaving.current = true;
      setDestination(null);
      if (destination?.kind === "page") router.push(destination.href);
      else history.back();
    },
  };
}
