"use client";
import { useShowKeys } from "../keys/key-desk";
import { KeySwitch } from "../keys/key-switch-field";
import { ThemeSwitch } from "../layout/theme-switch";
import { Button } from "../ui/button";
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
      <Section title="Keyboard">
        <KeySwitch />
        <div>
          <Button onClick={useShowKeys()}>Show all keys</Button>
        </div>
      </Section>
    </SettingsFrame>
  );
}
