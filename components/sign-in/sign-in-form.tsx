"use client";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { signingInSchema } from "@/lib/identity/schema";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { focusFirstError } from "./focus-first-error";
import { PasswordField } from "./password-field";
import { RightAddress } from "./right-address";
import type { Problem } from "./send-sign-in";
import { useSignIn } from "./use-sign-in";

type SignInFormProps = {
  publicUrl: string;
  returnTo: string;
  /** The name of the sign-in service of the house, when there is one. */
  issuer: string | null;
  problem: Problem | null;
};

export function SignInForm({ publicUrl, returnTo, issuer, problem: given }: SignInFormProps) {
  const { busy, problem, send } = useSignIn(given, returnTo);
  return (
    <RightAddress publicUrl={publicUrl}>
      {problem && problem.code !== "SIGN_IN_FAILED" && (
        <Notice tone="stop" icon={CircleAlert} title="You are not signed in">
          {problem.sentence}
        </Notice>
      )}
      <PasswordForm
        wrong={problem?.code === "SIGN_IN_FAILED" ? problem.sentence : null}
        busy={busy === "form"}
        onSend={(fields) => send("password", fields)}
      />
      {issuer && (
        <>
          <hr className="border-line" />
          <Button busy={busy === "service" && "Going there…"} onClick={() => send("oidc", {})}>
            Sign in with {issuer}
          </Button>
        </>
      )}
      <p className="hint">
        Forgot the password? An admin can make a link to set a new one; on the machine itself,{" "}
        <code>npm run person -- reset EMAIL</code> does.
      </p>
    </RightAddress>
  );
}

type PasswordFormProps = {
  wrong: string | null;
  busy: boolean;
  onSend: (fields: { email: string; password: string }) => void;
};

function PasswordForm({ wrong, busy, onSend }: PasswordFormProps) {
  const [typed, setTyped] = useState({ email: "", password: "" });
  const [errors, setErrors] = useState<{ email?: string; password?: string }>({});
  const type = (change: Partial<typeof typed>) => {
    setTyped({ ...typed, ...change });
    setErrors({});
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const found = problemsOf(typed);
    setErrors(found);
    if (Object.keys(found).length === 0) onSend(typed);
    else focusFirstError(event);
  };
  return (
    <form className="grid gap-4" method="post" action="/api/auth/callback/password" onSubmit={submit} noValidate>
      <Field label="E-mail" error={errors.email}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          value={typed.email}
          onChange={(event) => type({ email: event.target.value })}
        />
      </Field>
      <PasswordField
        label="Password"
        kind="current"
        value={typed.password}
        onValue={(password) => type({ password })}
        error={errors.password ?? wrong}
      />
      <Button type="submit" variant="solid" busy={busy && "Signing in…"}>
        Sign in
      </Button>
    </form>
  );
}

/** The first problem of each field, in its own words. */
function problemsOf(typed: { email: string; password: string }): { email?: string; password?: string } {
  const parsed = signingInSchema.safeParse(typed);
  const issues = parsed.error?.issues ?? [];
  return Object.fromEntries(issues.map((issue) => [String(issue.path[0]), issue.message]).reverse());
}
