"use client";
import { type ReactNode, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Shows the form at the one address where signing in works. Anywhere else (another name of the same machine, an
 * address of the local network) the browser would keep the cookie for a host that nobody comes back to.
 */
export function RightAddress({ publicUrl, children }: { publicUrl: string; children: ReactNode }) {
  const here = new URL(
    useSyncExternalStore(
      never,
      () => location.href,
      () => publicUrl,
    ),
  );
  if (here.origin === publicUrl) return children;
  return (
    <>
      <p className="soft">
        You are at <code>{here.origin}</code>, but people sign in at <code>{publicUrl}</code>.
      </p>
      <p>
        <a className="link" href={`${publicUrl}${here.pathname}${here.search}`}>
          Go to {publicUrl}
        </a>
      </p>
      <p className="hint">
        Whoever runs this Countersign sets that address with <code>PUBLIC_URL</code>.
      </p>
    </>
  );
}
