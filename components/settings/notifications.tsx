"use client";
import { Bell, BellOff, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { setNotify } from "../live/notify";
import { useInBrowser } from "../time/now";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { Tone } from "../ui/tone";
import { type NotifyState, notifyState } from "./notify-state";

type Face = { tone: Tone; icon: LucideIcon; title: string; words: string; act?: { label: string; on: boolean } };

const FACES: Readonly<Record<NotifyState, Face>> = {
  on: {
    tone: "ok",
    icon: Bell,
    title: "On in this browser",
    words: "While a page is open and hidden, it tells when an approval waits. It never says what is asked.",
    act: { label: "Turn off", on: false },
  },
  off: {
    tone: "off",
    icon: BellOff,
    title: "Off in this browser",
    words: "The browser allows them. On, an open page tells when an approval waits while you look elsewhere.",
    act: { label: "Turn on", on: true },
  },
  ask: {
    tone: "off",
    icon: BellOff,
    title: "Off in this browser",
    words:
      "An open page can tell when an approval waits while you look elsewhere. The browser will ask whether it may.",
    act: { label: "Turn on", on: true },
  },
  blocked: {
    tone: "wait",
    icon: BellOff,
    title: "The browser blocks them",
    words: "Allow notifications for this address in the browser’s settings for the site, then reload this page.",
  },
  insecure: {
    tone: "wait",
    icon: BellOff,
    title: "Not possible at this address",
    words: "Browsers notify only for pages over https, or on the machine itself.",
  },
  missing: {
    tone: "wait",
    icon: BellOff,
    title: "This browser has none",
    words: "It does not offer notifications to pages. On a phone, add Countersign to the home screen first.",
  },
};

/** Whether this browser tells of approvals, what it allows, and the one button that changes it. */
export function Notifications() {
  const inBrowser = useInBrowser();
  const [state, setState] = useState<NotifyState | null>(null);
  if (!inBrowser) return null;
  const face = FACES[state ?? notifyState()];
  const turn = async (on: boolean) => {
    await setNotify(on);
    setState(notifyState());
  };
  const { act } = face;
  return (
    <Notice
      tone={face.tone}
      icon={face.icon}
      title={face.title}
      action={act && <Button onClick={() => void turn(act.on)}>{act.label}</Button>}
    >
      {face.words}
    </Notice>
  );
}
