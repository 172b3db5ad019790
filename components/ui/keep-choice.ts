const YEAR = 31_536_000;

/** Keeps a choice about how pages look or act in this browser, for a year; null forgets it. No secret belongs here. */
export function keepChoice(cookie: string, value: string | null): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist in every browser we support
  document.cookie = `${cookie}=${value ?? ""}; Path=/; Max-Age=${value === null ? 0 : YEAR}; SameSite=Lax${secure}`;
}
