"use client";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { routes } from "@/lib/base/routes";
import { emailSchema, type LinkFace, type LinkKind, passwordProblem, personNameSchema } from "@/lib/identity/schema";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { focusFirstError } from "./focus-first-error";
import { LinkFacts } from "./link-facts";
import { PasswordField } from "./password-field";
import { RightAddress } from "./right-address";
import { useSignIn } from "./use-sign-in";

const LINK_BUTTONS: Readonly<Record<LinkKind, string>> = {
  first: "Begin",
  invite: "Accept and sign in",
  reset: "Set it and sign in",
};

type Typed = { email: string; name: string; password: string };
type LinkFormProps = { publicUrl: string; token: string; link: LinkFace };

/** What a one-time link is, and the fields it needs. Nothing is spent before the button is pressed. */
export function LinkForm({ publicUrl, token, link }: LinkFormProps) {
  // whoever is first invites a second person next: nobody approves for their own agent
  const goTo = link.kind === "first" ? routes.settings("people") : routes.inbox();
  const { busy, problem, send } = useSignIn(null, goTo);
  const [typed, setTyped] = useState<Typed>({ email: link.email ?? "", name: link.name ?? "", password: "" });
  const [errors, setErrors] = useState<Partial<Typed>>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy !== "no") return;
    const found = problemsOf(link.kind, typed);
    setErrors(found);
    if (Object.keys(found).length === 0) send("link", { token, ...typed });
    else focusFirstError(event);
  };
  const type = (change: Partial<Typed>) => {
    setTyped({ ...typed, ...change });
    setErrors({});
  };
  return (
    <RightAddress publicUrl={publicUrl}>
      <LinkFacts link={link} />
      <form className="grid gap-4" method="post" action="/api/auth/callback/link" onSubmit={submit} noValidate>
        <NameFields kind={link.kind} typed={typed} errors={errors} onType={type} />
        <PasswordField
          label="New password"
          kind="new"
          value={typed.password}
          onValue={(password) => type({ password })}
          onBlur={() => typed.password && setErrors(problemsOf(link.kind, typed, "password"))}
          hint="At least 12 characters. Four or five unrelated words are good."
          error={errors.password}
        />
        {problem && (
          <Notice tone="stop" icon={CircleAlert} title="Nothing was changed">
            {problem.sentence}
          </Notice>
        )}
        <Button type="submit" variant="solid" busy={busy === "form" && "Signing in…"}>
          {LINK_BUTTONS[link.kind]}
        </Button>
      </form>
    </RightAddress>
  );
}

type NameFieldsProps = {
  kind: LinkKind;
  typed: Typed;
  errors: Partial<Typed>;
  onType: (change: Partial<Typed>) => void;
};

function NameFields({ kind, typed, errors, onType }: NameFieldsProps) {
  // the e-mail stands in the form even when it is fixed, so that the browser files the password under it
  return (
    <>
      <Field label="E-mail" error={errors.email}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          readOnly={kind !== "first"}
          value={typed.email}
          onChange={(event) => onType({ email: event.target.value })}
        />
      </Field>
      {kind !== "reset" && (
        <Field label="Name" hint="As others read it beside what you sign." error={errors.name}>
          <Input
            name="name"
            autoComplete="name"
            value={typed.name}
            onChange={(event) => onType({ name: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

/** The first problem of each field, or of one. */
function problemsOf(kind: LinkKind, typed: Typed, only?: keyof Typed): Partial<Typed> {
  const email = emailSchema.safeParse(typed.email);
  const name = personNameSchema.safeParse(typed.name);
  const problems = {
    email: kind === "first" ? email.error?.issues[0]?.message : undefined,
    name: kind === "reset" ? undefined : name.error?.issues[0]?.message,
    password: passwordProblem(typed.password, typed) ?? undefined,
  };
  const found = Object.entries(problems).filter(([field, said]) => said && (only === undefined || only === field));
  return Object.fromEntries(found);
}
