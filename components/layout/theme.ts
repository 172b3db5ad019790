import { keepChoice } from "../ui/keep-choice";

/** How the pages look: by the system, or fixed. Kept in a cookie, so that the first HTML already has it. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "countersign-theme";

export const themeFrom = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? "system";

/** Sets the theme of this page at once and of all later ones. */
export function setTheme(theme: Theme): void {
  keepChoice(THEME_COOKIE, theme === "system" ? null : theme);
  if (theme === "system") {
    document.documentElement.removeAttribute("data-theme");
  } else {
    document.documentElement.setAttribute("data-theme", theme);
  }
}
