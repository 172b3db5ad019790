"use client";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Columns, Page } from "../layout/page";
import { Notice } from "../ui/notice";
import { RuleForm } from "./rule-form";
import { RuleSentence } from "./rule-sentence";
import { sayMarked } from "./said-words";
import type { RuleDrafting } from "./use-rule-draft";

type EditorLayoutProps = {
  drafting: RuleDrafting;
  head: ReactNode;
  /** What happened meanwhile, above the sentence. */
  notices?: ReactNode;
  /** Below the sentence: what is marked in it. */
  hint: ReactNode;
  /** Effects and versions. */
  rail: ReactNode;
  bar: ReactNode;
};

/** A rule's form: the sentence on top, said while one types, the fields in groups, the effects beside them. */
export function EditorLayout({ drafting, head, notices, hint, rail, bar }: EditorLayoutProps) {
  const { said, seen } = drafting;
  const words = sayMarked({ body: said.body, before: seen.version === 0 ? null : seen.body, unsaid: said.unsaid });
  const off = drafting.at("on").warning;
  return (
    <>
      <Page>
        {head}
        {notices}
        {off && (
          <Notice tone="wait" icon={TriangleAlert}>
            {off.sentence}
          </Notice>
        )}
        <div className="fields gap-3">
          <RuleSentence words={words} linked live />
          <p className="hint">{hint}</p>
        </div>
        <Columns even railLabel="Effects and versions" main={<RuleForm drafting={drafting} />} rail={rail} />
      </Page>
      {bar}
    </>
  );
}
