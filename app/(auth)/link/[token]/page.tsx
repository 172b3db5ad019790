import type { Metadata } from "next";
import { Alone } from "@/components/layout/alone";
import { InsecureAddress } from "@/components/sign-in/cannot-sign-in";
import { LINK_TITLES } from "@/components/sign-in/link-facts";
import { LinkForm } from "@/components/sign-in/link-form";
import { ButtonLink } from "@/components/ui/button";
import { routes } from "@/lib/base/routes";
import { describeLink, identitySettings, isSafeAddress } from "@/lib/identity/index";

// the address holds the token: it must not travel on, nor be found
export const metadata: Metadata = { title: "One-time link", referrer: "no-referrer" };

export default async function LinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { publicUrl } = identitySettings();
  if (!isSafeAddress(publicUrl)) return <InsecureAddress publicUrl={publicUrl} />;
  const { token } = await params;
  const link = await describeLink(token);
  if (!link) return <SpentLink />;
  return (
    <Alone title={LINK_TITLES[link.kind]}>
      <LinkForm publicUrl={publicUrl} token={token} link={link} />
    </Alone>
  );
}

function SpentLink() {
  return (
    <Alone title="This link was used or has expired">
      <p className="soft">A one-time link works once. Ask whoever gave it to you for a new one.</p>
      <p className="hint">
        On the machine itself, <code>npm run person -- reset EMAIL</code> makes one; while nobody is here, so does a
        restart.
      </p>
      <div>
        <ButtonLink href={routes.signIn()}>Go to sign in</ButtonLink>
      </div>
    </Alone>
  );
}
