import type { ReactNode } from "react";
import { Nav } from "./nav";
import { PhoneTabs } from "./phone-tabs";

export const MAIN_ID = "main";

type ShellProps = {
  person: { name: string };
  /** Lines at the foot of the navigation: `LiveMark` and the like. */
  health?: ReactNode;
  /** A `PageFrame`: it brings the top bar and the main part. */
  children: ReactNode;
};

/** The frame around every page for signed-in people. */
export function Shell({ person, health, children }: ShellProps) {
  return (
    <div className="app">
      <a className="skip" href={`#${MAIN_ID}`}>
        Skip to the page
      </a>
      <Nav person={person} health={health} />
      {children}
      <PhoneTabs person={person} health={health} />
    </div>
  );
}
