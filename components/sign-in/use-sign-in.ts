"use client";
import { useState } from "react";
import { type Problem, sendSignIn } from "./send-sign-in";

/** The state of a sign-in form: what is being sent, and what came of it. Going on replaces the page. */
export function useSignIn(given: Problem | null, returnTo: string) {
  const [busy, setBusy] = useState<"no" | "form" | "service">("no");
  const [problem, setProblem] = useState(given);
  const send = async (way: "password" | "link" | "oidc", fields: Record<string, string>) => {
    setBusy(way === "oidc" ? "service" : "form");
    setProblem(null);
    const outcome = await sendSignIn(way, fields, returnTo);
    if ("goTo" in outcome) return location.assign(outcome.goTo);
    setProblem(outcome.problem);
    setBusy("no");
  };
  return { busy, problem, send, clear: () => setProblem(null) };
}
