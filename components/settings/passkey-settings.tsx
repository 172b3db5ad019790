"use client";
import { Fingerprint } from "lucide-react";
import { useState } from "react";
import type { OutputOf } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { EnrolDialog } from "../passkeys/enrol-dialog";
import { PasskeyItem } from "../passkeys/passkey-item";
import { usablePasskeys } from "../passkeys/usable-passkeys";
import { usePasskeyProblem } from "../passkeys/use-passkey-place";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Notice } from "../ui/notice";
import { Box, Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { SettingsFrame } from "./settings-frame";

/** One's own passkeys: what one signs approvals with. */
export function PasskeySettings() {
  const [enrolling, setEnrolling] = useState(false);
  const list = useEndpoint("listPasskeys", {});
  const problem = usePasskeyProblem(list.data?.place);
  const enrol = (
    <Button icon={Fingerprint} blocked={problem ?? !list.data} onClick={() => setEnrolling(true)}>
      Enrol a passkey…
    </Button>
  );
  return (
    <SettingsFrame section="passkeys">
      <Section title="Your passkeys" aside={enrol}>
        <p className="hint max-w-[72ch]">
          Where a rule asks for it, you sign what you approve with a passkey: with a finger, a face, a PIN or a security
          key. Each signature is over exactly what you answered, and can be verified later without trusting this server.
          You still sign in as before.
        </p>
        {problem && (
          <Notice tone="wait" icon={Fingerprint} title="Passkeys do not work here">
            {problem}
          </Notice>
        )}
        {list.isPending && <SkeletonRows rows={2} label="Loading your passkeys" />}
        {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && <PasskeyList passkeys={list.data} />}
      </Section>
      <EnrolDialog open={enrolling} onOpenChange={setEnrolling} />
    </SettingsFrame>
  );
}

function PasskeyList({ passkeys }: { passkeys: OutputOf<"listPasskeys"> }) {
  if (passkeys.items.length === 0)
    return (
      <EmptyState icon={Fingerprint} title="You have no passkey">
        <p>What takes a signature waits for somebody who has one.</p>
      </EmptyState>
    );
  const usable = usablePasskeys(passkeys);
  return (
    <Box rows>
      {passkeys.items.map((passkey) => (
        <PasskeyItem
          key={passkey.id}
          passkey={passkey}
          rpId={passkeys.place.rpId}
          isLast={usable.length === 1 && usable[0]?.id === passkey.id}
        />
      ))}
    </Box>
  );
}
