"use client";
import { useState } from "react";
import type { NewCredential } from "@/lib/api/schema";
import { CodeBlock } from "../ui/code-block";
import { RadioSegments } from "../ui/radio-segments";

const LABELS = { sdk: "TypeScript SDK", curl: "curl", "claude-code": "Claude Code" } as const;

/** Configurations that work when they are pasted, one at a time. */
export function SnippetTabs({ snippets }: { snippets: NewCredential["snippets"] }) {
  const [chosen, setChosen] = useState(snippets[0]?.id);
  const snippet = snippets.find(({ id }) => id === chosen) ?? snippets[0];
  if (!snippet) return null;
  return (
    <div className="grid gap-2">
      <div>
        <RadioSegments
          label="Configuration for"
          value={snippet.id}
          onValue={setChosen}
          segments={snippets.map(({ id }) => ({ value: id, label: LABELS[id] }))}
        />
      </div>
      <CodeBlock title={snippet.title} text={snippet.text.trimEnd()} />
    </div>
  );
}
