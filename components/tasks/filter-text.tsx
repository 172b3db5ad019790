"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Input } from "../ui/input";

type FilterTextProps = {
  text: string | undefined;
  onText: (text: string | undefined) => void;
  input: RefObject<HTMLInputElement | null>;
};

/** How long typing rests before the server is asked, in milliseconds. */
const REST = 250;

/** Finds tasks by words in their purpose or run. What is typed goes into the address when the typing rests. */
export function FilterText({ text, onText, input }: FilterTextProps) {
  const [typed, setTyped] = useState(text ?? "");
  const [known, setKnown] = useState(text);
  if (known !== text) {
    // The address changed by another way than typing: a view, the way back.
    setKnown(text);
    if ((typed.trim() || undefined) !== text) setTyped(text ?? "");
  }
  const tell = useRef(onText);
  tell.current = onText;
  useEffect(() => {
    const next = typed.trim() || undefined;
    if (next === text) return;
    const timer = setTimeout(() => tell.current(next), REST);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <Input
      ref={input}
      type="search"
      className="w-56 max-phone:w-44 flex-none"
      aria-label="Find in purpose or run"
      placeholder="Find in purpose or run"
      autoComplete="off"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
    />
  );
}
