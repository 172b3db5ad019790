"use client";
import { ThemeSwitch } from "../layout/theme-switch";
import { Section } from "../ui/section";
import { SettingsFrame } from "./settings-frame";

/** How the pages look, in this browser. */
export function AppearanceSettings() {
  return (
    <SettingsFrame section="appearance">
      <Section title="Theme">
        <div>
          <ThemeSwitch />
        </div>
        <p className="hint">Kept in this browser. “As the system” follows what the device is set to.</p>
      </Section>
    </SettingsFrame>
  );
}
