"use client";
import { CareFields } from "./care-fields";
import { ClassFields } from "./class-fields";
import { ClockFields } from "./clock-fields";
import { LimitFields } from "./limit-fields";
import { MatchFields } from "./match-fields";
import { PeopleFields } from "./people-fields";
import { SignFields } from "./sign-fields";
import type { RuleDrafting } from "./use-rule-draft";

/** Everything a rule says, in groups. */
export function RuleForm({ drafting }: { drafting: RuleDrafting }) {
  return (
    <form className="form" aria-label="Rule" noValidate onSubmit={(event) => event.preventDefault()}>
      <MatchFields drafting={drafting} />
      <ClockFields drafting={drafting} />
      <PeopleFields drafting={drafting} />
      <ClassFields drafting={drafting} />
      <SignFields drafting={drafting} />
      <LimitFields drafting={drafting} />
      <CareFields drafting={drafting} />
    </form>
  );
}
