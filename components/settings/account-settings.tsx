"use client";
import type { Me } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { Columns } from "../layout/page";
import { ErrorState } from "../ui/error-state";
import { Facts, Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { AwaySection } from "./away-section";
import { PasswordForm } from "./password-form";
import { RoleList } from "./role-list";
import { SessionList } from "./session-list";
import { SettingsFrame } from "./settings-frame";
import { SignOut } from "./sign-out";

/** Who one is here, one's password, and where one is signed in. */
export function AccountSettings() {
  const me = useEndpoint("me", {});
  return (
    <SettingsFrame section="account">
      {me.isPending && <Skeleton label="Loading your account" />}
      {me.isError && !me.data && <ErrorState error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && (
        <Columns
          even
          railLabel="Password"
          main={
            <>
              <WhoYouAre me={me.data} />
              <AwaySection me={me.data} />
              <SessionList />
            </>
          }
          rail={<PasswordForm person={me.data.person} />}
        />
      )}
    </SettingsFrame>
  );
}

function WhoYouAre({ me: { person } }: { me: Me }) {
  return (
    <Section title="You" aside={<SignOut />}>
      <Facts
        facts={[
          { name: "Name", value: person.name },
          { name: "E-mail", value: person.email },
          { name: "Roles", value: <RoleList roles={person.roles} /> },
          {
            name: "Payloads",
            value: person.seesBodies
              ? "You see the arguments and results of calls"
              : "You do not see the arguments and results of calls",
          },
        ]}
      />
      <p className="hint">An admin changes names, roles and the right to see payloads, under People.</p>
    </Section>
  );
}
