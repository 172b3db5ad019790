"use client";
import { Button } from "../ui/button";
import { useShowKeys } from "./key-desk";

/** The way to the list of keys for whoever does not know its key. */
export function KeysButton() {
  return (
    <Button variant="bare" className="keys-button" shortcut="help" onClick={useShowKeys()}>
      Keys
    </Button>
  );
}
