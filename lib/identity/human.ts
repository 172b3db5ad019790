import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { routes } from "../base/index";
import { humanFromCookies } from "./human-from-cookies";
import type { SignedIn } from "./schema";
import { pathOf } from "./visit";

/** Who asks for the page that is being made, or null. Asked once per request, however many parts of it want to know. */
export const signedInHuman = cache(async (): Promise<SignedIn | null> => {
  const asked = await headers();
  return humanFromCookies(asked.get("cookie"));
});

/**
 * Who asks for the page that is being made. When nobody is signed in it sends the browser to the sign-in page, which
 * comes back here afterwards. For pages and layouts only: it needs Next around it.
 */
export async function requireHuman(): Promise<SignedIn> {
  const signedIn = await signedInHuman();
  if (signedIn) return signedIn;
  const here = pathOf(await headers());
  redirect(routes.signIn(here));
}
