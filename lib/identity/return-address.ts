import { routes } from "../base/index";

/**
 * Where somebody goes after signing in: where they wanted to, if that is a page of ours; else the first page. An
 * absolute address of another site, however it is spelled, is not.
 *
 * @param wanted A path or an address, from the browser.
 * @param base Our own origin.
 */
export function returnAddress(wanted: string, base: string): string {
  const home = `${base}${routes.inbox()}`;
  if (!URL.canParse(wanted, home)) return home;
  const target = new URL(wanted, home);
  if (target.origin !== base || target.username || target.password) return home;
  return isPage(target.pathname) ? target.href : home;
}

/** What is not a page is nowhere to go, and back to the sign-in pages would be a circle; saying a problem there is not. */
function isPage(path: string): boolean {
  return path !== "/" && !/^\/(?:link|api|mcp|oauth|agent|socket\.io|\.well-known)(?:\/|$)/.test(path);
}
