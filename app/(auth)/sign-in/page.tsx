import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Alone } from "@/components/layout/alone";
import { InsecureAddress, NobodyYet } from "@/components/sign-in/cannot-sign-in";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { returnPath } from "@/lib/base/routes";
import { signedInHuman } from "@/lib/identity/human";
import { identitySettings, isNobodyHere, isSafeAddress, issuerName } from "@/lib/identity/index";
import { sayProblem } from "@/lib/identity/schema";

export const metadata: Metadata = { title: "Sign in" };

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams;
  const first = (name: string) => [query[name]].flat()[0];
  const returnTo = returnPath(first("return") ?? first("callbackUrl"));
  const { publicUrl, issuer } = identitySettings();
  if (!isSafeAddress(publicUrl)) return <InsecureAddress publicUrl={publicUrl} />;
  if (await signedInHuman()) redirect(returnTo);
  if (await isNobodyHere()) return <NobodyYet publicUrl={publicUrl} />;
  const error = first("error");
  return (
    <Alone title="Sign in">
      <SignInForm
        publicUrl={publicUrl}
        returnTo={returnTo}
        issuer={issuer && issuerName(issuer)}
        problem={error === undefined ? null : sayProblem(error)}
      />
    </Alone>
  );
}
