"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Input } from "../ui/input";
import { saveKey } from "./save-key";

type SaveBarProps = {
  /** "Save as v14" */
  label: string;
  busy: boolean;
  /** Why it cannot be saved now. */
  blocked: string | false;
  dirty: boolean;
  error: unknown;
  /** What the reason says before anything is typed: "Restores v3." */
  reason: string;
  onReason: (reason: string) => void;
  onSave: () => void;
  onDiscard: () => void;
};

/** The bar at the foot that keeps the reason and saves. */
export function SaveBar({ label, busy, blocked, dirty, error, reason, onReason, onSave, onDiscard }: SaveBarProps) {
  const shortcut = useSaveKey(() => !busy && blocked === false && onSave());
  return (
    <>
      {error !== null && error !== undefined && (
        <div className="px-6 pb-3 max-phone:px-4">
          <ErrorState error={error} inline notDone="Nothing was saved." />
        </div>
      )}
      <div className="savebar">
        <Input
          aria-label="Why this change"
          required={false}
          maxLength={500}
          placeholder="Why this change? Kept with the version"
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
        {dirty && blocked !== false ? (
          <span className="soft text-12 max-phone:w-full">{blocked}</span>
        ) : (
          <span className="muted hide-narrow">{dirty ? "For grants from now on" : "Nothing was changed."}</span>
        )}
        <span className="grow hide-narrow" />
        <Button onClick={onDiscard} blocked={!dirty && "Nothing was changed."}>
          Discard
        </Button>
        <Button variant="solid" busy={busy && "Saving…"} blocked={blocked} chord={shortcut} onClick={onSave}>
          {label}
        </Button>
      </div>
    </>
  );
}

/** Saves by the keyboard's usual key, and says which that is here. */
function useSaveKey(save: () => void): string | undefined {
  const current = useRef(save);
  current.current = save;
  const [shortcut, setShortcut] = useState<string>();
  useEffect(() => {
    setShortcut(saveKey(navigator.platform));
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || event.shiftKey || event.altKey || !(event.metaKey || event.ctrlKey))
        return;
      event.preventDefault();
      current.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return shortcut;
}
