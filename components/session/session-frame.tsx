"use client";
import type { ReactNode } from "react";
import { useEndpoint } from "../api/queries";
import { KeyDesk } from "../keys/key-desk";
import { NavCountsProvider } from "../layout/nav-counts";
import { Shell } from "../layout/shell";
import { LiveHealth } from "../live/live-health";
import { LiveProvider } from "../live/live-provider";

/** The frame around every page of a signed-in person: navigation with its numbers, and the live connection. */
export function SessionFrame({ person, children }: { person: { id: string; name: string }; children: ReactNode }) {
  return (
    <LiveProvider>
      <Counted person={person}>{children}</Counted>
    </LiveProvider>
  );
}

function Counted({ person, children }: { person: { name: string }; children: ReactNode }) {
  const me = useEndpoint("me", {}).data;
  return (
    <NavCountsProvider counts={{ inbox: me?.counts.mine, tasks: me?.counts.tasks }}>
      <KeyDesk>
        <Shell person={person} health={<LiveHealth />}>
          {children}
        </Shell>
      </KeyDesk>
    </NavCountsProvider>
  );
}
