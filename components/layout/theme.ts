/** How the pages look: by the system, or fixed. Kept in a cookie, so that the first HTML already has it. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "countersign-theme";
const YEAR = 31_536_000;

export const themeFrom = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? "system";

/** Sets the theme of this page at once and of all later ones. */
export function setTheme(theme: Theme): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = theme === "system" ? 0 : YEAR;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist in every browser we support
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  if (theme === "system") {
    document.documentElement.removeAttribute("data-theme");
  } else {
    document.documentElement.setAttribute("data-theme", theme);
  }
}
