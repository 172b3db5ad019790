import { z } from "zod";
import { routes } from "@/lib/base/routes";

const csrfAnswer = z.object({ csrfToken: z.string() });

/**
 * Ends this browser's session and goes to the sign-in page.
 *
 * @returns False when the server could not store it: then the person is still signed in.
 */
export async function sendSignOut(): Promise<boolean> {
  try {
    const { csrfToken } = csrfAnswer.parse(await (await fetch("/api/auth/csrf", { cache: "no-store" })).json());
    const body = new URLSearchParams({ csrfToken, callbackUrl: routes.signIn(), json: "true" });
    const response = await fetch("/api/auth/signout", { method: "POST", body });
    if (!response.ok) return false;
    location.assign(routes.signIn());
    return true;
  } catch {
    return false;
  }
}
