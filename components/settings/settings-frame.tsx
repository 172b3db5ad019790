"use client";
import type { ReactNode } from "react";
import type { Me } from "@/lib/api/schema";
import { routes, SETTINGS_SECTIONS, type SettingsSection } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { Views } from "../ui/views";

const SECTION_WORDS: Readonly<Record<SettingsSection, string>> = {
  account: "Account",
  appearance: "Appearance",
  notifications: "Notifications",
  people: "People",
  passkeys: "Passkeys",
  groups: "Groups",
  "broken-glass": "Broken glass",
  channels: "Channels",
  tokens: "Tokens",
  system: "System",
};

/** What only admins set up is no tab of others; its page says so to whoever comes there. */
const sectionsFor = (me: Me | undefined): readonly SettingsSection[] =>
  SETTINGS_SECTIONS.filter((one) => one !== "channels" || me?.rights.includes("manage_channels"));

/** The frame of each part of the settings, with the way to the others. */
export function SettingsFrame({
  section,
  actions,
  children,
}: {
  section: SettingsSection;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const me = useEndpoint("me", {}).data;
  usePageTitle(SECTION_WORDS[section], me?.counts.mine);
  return (
    <PageFrame title="Settings" actions={actions}>
      <NotLive />
      <Views
        label="Settings"
        views={sectionsFor(me).map((one) => ({
          href: routes.settings(one),
          label: SECTION_WORDS[one],
          current: one === section,
        }))}
      />
      <Page>{children}</Page>
    </PageFrame>
  );
}
