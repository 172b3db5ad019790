"use client";
import { useEffect, useRef, useState } from "react";
import { Input } from "./input";

type SearchInputProps = { label: string; text: string; onText: (text: string) => void; maxLength?: number };

/** How long typing rests before it counts, in milliseconds. */
const REST = 250;

/** Searches as one types; what was typed is told when the typing rests. Follows `text` when that changes elsewhere. */
export function SearchInput({ label, text, onText, maxLength = 100 }: SearchInputProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    if (typed.trim() !== text) setTyped(text);
  }
  const tell = useRef(onText);
  tell.current = onText;
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => tell.current(typed.trim()), REST);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <Input
      type="search"
      className="w-56 max-phone:w-44 flex-none"
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      required={false}
      maxLength={maxLength}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
    />
  );
}
