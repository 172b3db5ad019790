"use client";
import { Checkbox } from "../ui/checkbox";
import { setKeys, useKeysOn } from "./key-switch";

/** Switches all single keys on or off, in this browser. */
export function KeySwitch() {
  return (
    <Checkbox
      checked={useKeysOn()}
      onChange={(event) => setKeys(event.target.checked)}
      note="Kept in this browser. Off, a letter pressed by mistake or heard by speech input does nothing."
    >
      Keyboard shortcuts
    </Checkbox>
  );
}
