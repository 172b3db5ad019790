import { z } from "zod";
import { routes } from "@/lib/base/routes";
import { ApiError, unreachable } from "../api/problem";

const csrfAnswer = z.object({ csrfToken: z.string() });

/**
 * Ends this browser's session, which takes its cookie away too.
 *
 * @throws ApiError when it could not be ended: the session lives on.
 */
export async function sendSignOut(): Promise<void> {
  const { csrfToken } = csrfAnswer.parse(await (await ask("/api/auth/csrf")).json());
  const body = new URLSearchParams({ csrfToken, callbackUrl: routes.signIn(), json: "true" });
  await ask("/api/auth/signout", { method: "POST", body });
}

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, { ...init, credentials: "same-origin", cache: "no-store" }).catch(() => {
    throw unreachable(false);
  });
  if (!response.ok)
    throw new ApiError({
      code: "UNAVAILABLE",
      title: "You are still signed in",
      status: response.status,
      detail: "The server could not end this session. Try again.",
    });
  return response;
}
