"use client";
import { CircleCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Me } from "@/lib/api/schema";
import { PASSWORD_MIN, passwordProblem } from "@/lib/identity/schema";
import { useAct } from "../api/queries";
import { focusFirstError } from "../sign-in/focus-first-error";
import { PasswordField } from "../sign-in/password-field";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { fieldProblems, otherProblem } from "./field-problems";

type Typed = { current: string; next: string };
const EMPTY: Typed = { current: "", next: "" };

/** Changes one's own password. Every other browser is signed out by it. */
export function PasswordForm({ person }: { person: Me["person"] }) {
  const act = useAct("changePassword", ["listSessions"]);
  const [typed, setTyped] = useState(EMPTY);
  const [errors, setErrors] = useState<Partial<Typed>>({});
  const refused = fieldProblems(act.error);
  const type = (change: Partial<Typed>) => {
    setTyped({ ...typed, ...change });
    setErrors({});
    act.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = problemsOf(typed, person);
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirstError(event);
    if (!act.isPending) act.mutate(typed, { onSuccess: () => setTyped(EMPTY) });
  };
  return (
    <Section title="Change your password">
      <form className="grid gap-4" onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={person.email} readOnly />
        <PasswordField
          label="Present password"
          kind="current"
          value={typed.current}
          onValue={(current) => type({ current })}
          error={errors.current ?? refused.current}
        />
        <PasswordField
          label="New password"
          kind="new"
          value={typed.next}
          onValue={(next) => type({ next })}
          hint={`At least ${PASSWORD_MIN} characters. Four or five unrelated words are good.`}
          error={errors.next ?? refused.next}
        />
        <Outcome done={act.isSuccess} error={otherProblem(act.error, ["current", "next"])} />
        <div>
          <Button type="submit" busy={act.isPending && "Recording…"}>
            Change password
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Outcome({ done, error }: { done: boolean; error: unknown }) {
  if (done)
    return (
      <Notice tone="ok" icon={CircleCheck} title="Your password is changed">
        You stay signed in here; all your other sessions have ended.
      </Notice>
    );
  return error ? <ErrorState error={error} notDone="Your password is as it was." inline /> : null;
}

function problemsOf({ current, next }: Typed, person: Me["person"]): Partial<Typed> {
  const weak = passwordProblem(next, person);
  return {
    ...(current === "" && { current: "Enter your present password." }),
    ...(weak !== null && { next: weak }),
  };
}
