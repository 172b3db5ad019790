"use client";
import { createContext, type ReactNode, useContext } from "react";

/** Numbers beside places: what waits for this person, how many tasks run. Undefined while not known. */
export type NavCounts = { inbox?: number; tasks?: number };

const Counts = createContext<NavCounts>({});

/** Gives the navigation its numbers. Whoever knows them wraps the shell in it. */
export function NavCountsProvider({ counts, children }: { counts: NavCounts; children: ReactNode }) {
  return <Counts value={counts}>{children}</Counts>;
}

export const useNavCounts = (): NavCounts => useContext(Counts);
