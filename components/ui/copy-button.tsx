"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonVariant } from "./button";

/** Copies a text, and says that it did, or that the browser refused. */
export function CopyButton({
  text,
  label = "Copy",
  variant = "bare",
}: {
  text: string;
  label?: string;
  variant?: ButtonVariant;
}) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") {
      return;
    }
    const timer = setTimeout(() => setState("idle"), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // No clipboard on an http address: the text stays selectable.
      setState("refused");
    }
  };
  const words = { idle: label, copied: "Copied", refused: "Select and copy it" };
  return (
    <>
      <Button variant={variant} icon={state === "copied" ? Check : Copy} onClick={copy}>
        {words[state]}
      </Button>
      <span className="sr" role="status">
        {state === "idle" ? "" : words[state]}
      </span>
    </>
  );
}
