"use client";
import { useSyncExternalStore } from "react";
import { keepChoice } from "../ui/keep-choice";
import { KEYS_COOKIE } from "./keys-cookie";

const TURNED = "countersign:keys";

/** For the browser only. */
export const keysAreOn = (): boolean => document.documentElement.dataset.keys !== "off";

/** Switches single keys on or off, for this page at once and for all later ones. */
export function setKeys(on: boolean): void {
  keepChoice(KEYS_COOKIE, on ? null : "off");
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
