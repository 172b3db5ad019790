"use client";
import { useEndpoint } from "../api/queries";
import { Notifications } from "../settings/notifications";
import { SettingsFrame } from "../settings/settings-frame";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { OwnChoices } from "./own-choices";

/** Whether this browser calls, and where else one is told. */
export function NotificationSettings() {
  const me = useEndpoint("me", {}).data;
  const told = useEndpoint("notifications", {});
  return (
    <SettingsFrame section="notifications">
      <Section title="Outside the page">
        {told.isPending && <SkeletonRows rows={3} label="Loading where you are told" />}
        {told.isError && !told.data && <ErrorState error={told.error} onRetry={() => void told.refetch()} />}
        {told.data && me && <OwnChoices told={told.data} me={me} />}
      </Section>
      <Section title="In this browser">
        <Notifications />
      </Section>
    </SettingsFrame>
  );
}
