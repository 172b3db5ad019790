"use client";
import { useSyncExternalStore } from "react";
import { KEYS_COOKIE } from "./keys-cookie";

const YEAR = 31_536_000;
const TURNED = "countersign:keys";

/** For the browser only. */
export const keysAreOn = (): boolean => document.documentElement.dataset.keys !== "off";

/** Switches single keys on or off, for this page at once and for all later ones. */
export function setKeys(on: boolean): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist in every browser we support
  document.cookie = `${KEYS_COOKIE}=off; Path=/; Max-Age=${on ? 0 : YEAR}; SameSite=Lax${secure}`;
  if (on) document.documentElement.removeAttribute("data-keys");
  else document.documentElement.setAttribute("data-keys", "off");
  window.dispatchEvent(new Event(TURNED));
}

function follow(tell: () => void): () => void {
  window.addEventListener(TURNED, tell);
  return () => window.removeEventListener(TURNED, tell);
}

/** Whether single keys act. On until the browser has said otherwise. */
export const useKeysOn = (): boolean => useSyncExternalStore(follow, keysAreOn, () => true);
