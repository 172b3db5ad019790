"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toolNameSchema } from "@/lib/policy/schema";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type ToolNameEntryProps = { server: string; onAdd: (tool: string) => void };

/** Adds a tool by its name, for servers that have not been reached yet. */
export function ToolNameEntry({ server, onAdd }: ToolNameEntryProps) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const parsed = toolNameSchema.safeParse(text.trim());
    if (!parsed.success)
      return setProblem(text.trim() === "" ? "Write the tool’s name" : parsed.error.issues[0]?.message);
    onAdd(parsed.data);
    setText("");
    setProblem(undefined);
  };
  return (
    <Field
      label={`A tool of ${server} by its name`}
      optional
      hint="For one that is not listed. A call to a tool that the server does not offer is denied."
      error={problem}
    >
      <span className="flex gap-2">
        <EntryInput text={text} onText={setText} onAdd={add} onClear={() => setProblem(undefined)} />
        <Button icon={Plus} onClick={add}>
          Add
        </Button>
      </span>
    </Field>
  );
}

type EntryInputProps = { text: string; onText: (text: string) => void; onAdd: () => void; onClear: () => void };

function EntryInput({ text, onText, onAdd, onClear }: EntryInputProps) {
  return (
    <Input
      mono
      maxLength={128}
      value={text}
      onChange={(event) => {
        onText(event.target.value);
        onClear();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // Enter adds the tool; it does not send the form around it
        onAdd();
      }}
    />
  );
}
