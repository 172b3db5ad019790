"use client";
import { ThemeSwitch } from "../layout/theme-switch";
import { Section } from "../ui/section";
import { Notifications } from "./notifications";
import { SettingsFrame } from "./settings-frame";

/** How the pages look and whether they call, in this browser. */
export function AppearanceSettings() {
  return (
    <SettingsFrame section="appearance">
      <Section title="Theme">
        <div>
          <ThemeSwitch />
        </div>
        <p className="hint">Kept in this browser. “As the system” follows what the device is set to.</p>
      </Section>
      <Section title="Notifications">
        <Notifications />
      </Section>
    </SettingsFrame>
  );
}
