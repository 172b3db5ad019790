import { z } from "zod";
import { type SignInProblem, sayProblem } from "@/lib/identity/schema";

export type Problem = { code: SignInProblem; sentence: string };
export type Outcome = { goTo: string } | { problem: Problem };

const csrfAnswer = z.object({ csrfToken: z.string() });
const urlAnswer = z.object({ url: z.url() });

/**
 * Sends a sign-in form: `password` and `link` prove who somebody is, `oidc` begins at the sign-in service. The fields
 * travel in the body; nothing of them is in any address.
 *
 * @returns Where to go next, or the problem to say.
 */
export async function sendSignIn(
  way: "password" | "link" | "oidc",
  fields: Record<string, string>,
  returnTo: string,
): Promise<Outcome> {
  try {
    const { csrfToken } = csrfAnswer.parse(await (await ask("/api/auth/csrf")).json());
    const body = new URLSearchParams({ ...fields, csrfToken, callbackUrl: returnTo, json: "true" });
    const path = way === "oidc" ? "/api/auth/signin/oidc" : `/api/auth/callback/${way}`;
    const { url } = urlAnswer.parse(await (await ask(path, { method: "POST", body })).json());
    const error = new URL(url).searchParams.get("error");
    return error === null || way === "oidc" ? { goTo: url } : { problem: sayProblem(error) };
  } catch {
    return { problem: sayProblem("UNKNOWN") };
  }
}

const ask = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(path, { ...init, credentials: "same-origin", cache: "no-store" });
