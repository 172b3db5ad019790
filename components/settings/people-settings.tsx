"use client";
import { useEndpoint } from "../api/queries";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { NameList } from "./name-list";
import { PeopleAdmin } from "./people-admin";
import { SettingsFrame } from "./settings-frame";

/** Who is here. Admins invite, change and disable; others see who there is. */
export function PeopleSettings() {
  const me = useEndpoint("me", {});
  return (
    <SettingsFrame section="people">
      {me.isPending && <Skeleton label="Loading people" />}
      {me.isError && !me.data && <ErrorState error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && (me.data.rights.includes("manage_people") ? <PeopleAdmin me={me.data} /> : <NameList me={me.data} />)}
    </SettingsFrame>
  );
}
