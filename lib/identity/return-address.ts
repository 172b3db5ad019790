/**
 * Where somebody goes after signing in: where they wanted to, if that is a page of ours; else the first page. An
 * absolute address of another site, however it is spelled, is not.
 *
 * @param wanted A path or an address, from the browser.
 * @param base Our own origin.
 */
export function returnAddress(wanted: string, base: string): string {
  const home = `${base}/`;
  if (!URL.canParse(wanted, home)) return home;
  const target = new URL(wanted, home);
  if (target.origin !== base || target.username || target.password) return home;
  // back to the sign-in pages would be a circle, and what is not a page is nowhere to go
  return /^\/(?:sign-in|link|api|mcp|oauth|agent|socket\.io|\.well-known)(?:\/|$)/.test(target.pathname)
    ? /^\/sign-in\/?$/.test(target.pathname)
      ? `${base}/sign-in${target.search}`
      : home
    : target.href;
}
