"use client";
import { useState, useSyncExternalStore } from "react";
import { RadioSegments } from "../ui/radio-segments";
import { setTheme, type Theme, themeFrom } from "./theme";

const WORDS: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

const never = () => () => {};
const current = (): Theme => themeFrom(document.documentElement.dataset.theme);
const unknown = (): Theme => "system";

/** Chooses light, dark, or what the system says. */
export function ThemeSwitch() {
  const found = useSyncExternalStore(never, current, unknown);
  const [chosen, setChosen] = useState<Theme | null>(null);
  const choose = (theme: Theme) => {
    setTheme(theme);
    setChosen(theme);
  };
  return <RadioSegments label="Appearance" value={chosen ?? found} onValue={choose} segments={WORDS} />;
}
