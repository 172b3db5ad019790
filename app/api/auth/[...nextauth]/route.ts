import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { routes } from "@/lib/base/routes";
import { authOptions, identitySettings, isAuthRoute, visitOf } from "@/lib/identity/index";

type Context = { params: Promise<{ nextauth: string[] }> };

/** A form with an e-mail, a name and two passwords is far below this. */
const BODY_MAX = 8192;

/** The routes of the sign-in library that we use, with the options for this request. */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!isAuthRoute(request.method, nextauth)) return new Response(null, { status: 404 });
  if (request.method === "POST" && !(Number(request.headers.get("content-length") ?? BODY_MAX + 1) <= BODY_MAX))
    return new Response(null, { status: 413 });
  // the form was sent before its page had loaded
  if (request.nextUrl.searchParams.get("csrf") === "true")
    return Response.redirect(`${identitySettings().publicUrl}${routes.signIn()}?error=NOT_READY`, 303);
  const visit = visitOf(request.headers);
  const response: Response = await NextAuth(request, context, authOptions(visit));
  // the cookie must not go while the session lives on
  return visit.failed ? new Response(null, { status: 503 }) : response;
}

export { answer as GET, answer as POST };
