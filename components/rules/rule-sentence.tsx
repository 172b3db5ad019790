"use client";
import type { RuleField } from "@/lib/policy/schema";
import { classNames } from "../ui/class-names";
import { inOrder } from "../ui/in-order";
import { fieldId } from "./field-words";
import type { SaidWord } from "./said-words";

/** Goes to the field that a word stands for, and into it. */
function goTo(field: RuleField): void {
  const place = document.getElementById(fieldId(field));
  place?.scrollIntoView({ block: "center" });
  place
    ?.querySelector<HTMLElement>("input:checked, input:not([type=radio]), select, button")
    ?.focus({ preventScroll: true });
}

type RuleSentenceProps = {
  words: readonly SaidWord[];
  /** Words lead to their fields. Without a form on the page they are only words. */
  linked?: boolean;
  /** Said anew to screen readers when it changes: while somebody types. */
  live?: boolean;
};

/** A rule said aloud; words that differ from what it said before are marked. */
export function RuleSentence({ words, linked = false, live = false }: RuleSentenceProps) {
  const { first, rest } = inTwo(words);
  return (
    <div className="fields gap-2" aria-live={live ? "polite" : undefined}>
      <p className="sentence">
        <Words words={first} linked={linked} />
      </p>
      <p className="sentence rest">
        <Words words={rest} linked={linked} />
      </p>
    </div>
  );
}

/** What a rule is about stands larger: up to the question nobody answers. What else it says follows. */
function inTwo(words: readonly SaidWord[]): { first: readonly SaidWord[]; rest: readonly SaidWord[] } {
  const end = words.findIndex((word) => word.field === "decideBySeconds") + 2;
  return { first: words.slice(0, end), rest: words.slice(end) };
}

function Words({ words, linked }: Required<Pick<RuleSentenceProps, "words" | "linked">>) {
  return inOrder(words, (word) => <Word word={word} linked={linked} />);
}

function Word({ word: { text, field, changed }, linked }: { word: SaidWord; linked: boolean }) {
  if (field === undefined) return text;
  const look = classNames(changed && "chg");
  if (!linked) return <b className={look}>{text}</b>;
  return (
    <a
      className={look}
      href={`#${fieldId(field)}`}
      onClick={(event) => {
        event.preventDefault();
        goTo(field);
      }}
    >
      {text}
    </a>
  );
}
