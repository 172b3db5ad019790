"use client";
import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";

/** A secret that is shown this once and is stored only as a hash. The page must not offer to show it again. */
export function SecretOnce({ title, secret, children }: { title: string; secret: string; children?: ReactNode }) {
  return (
    <div className="grid gap-2">
      <Notice tone="wait" icon={KeyRound} title={title}>
        {children ?? "It is shown once. Copy it now; it cannot be read again."}
      </Notice>
      <div className="secret">
        <code>{secret}</code>
        <CopyButton text={secret} label="Copy" variant="plain" />
      </div>
    </div>
  );
}
