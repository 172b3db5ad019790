"use client";
import { LogOut } from "lucide-react";
import { useState } from "react";
import type { SessionRow } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useAct, useEndpoint } from "../api/queries";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Box, Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { browserName } from "./browser-name";

/** Where one is signed in, this browser first, and how to end it. */
export function SessionList() {
  const list = useEndpoint("listSessions", {});
  const sessions = [...(list.data?.items ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <Section title="Where you are signed in" aside={sessions.length > 0 && <SignOutEverywhere sessions={sessions} />}>
      {list.isPending && <SkeletonRows rows={2} label="Loading your sessions" />}
      {list.isError && !list.data && <ErrorState error={list.error} inline onRetry={() => void list.refetch()} />}
      {sessions.length > 0 && (
        <Box rows>
          {sessions.map((session) => (
            <Session key={session.id} session={session} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function Session({ session }: { session: SessionRow }) {
  const act = useAct("endSession", ["listSessions"]);
  return (
    <div className="grid gap-2 px-3 py-2">
      <div className="flex gap-3 items-start">
        <div className="grow min-w-0">
          <p className="flex flex-wrap gap-2 items-center">
            <span title={session.agent ?? undefined}>{browserName(session.agent)}</span>
            {session.current && <Tag>this one</Tag>}
          </p>
          <p className="hint">
            {session.address && <>from {session.address}, </>}
            signed in <TimeStamp at={session.createdAt} show="both" />
          </p>
          <p className="hint">
            seen <TimeStamp at={session.seenAt} show="relative" />, ends by <TimeStamp at={session.endsAt} />
          </p>
        </div>
        {!session.current && (
          <Button busy={act.isPending && "Ending…"} onClick={() => act.mutate({ id: session.id })}>
            End
          </Button>
        )}
      </div>
      {act.isError && <ErrorState error={act.error} notDone="The session goes on." inline />}
    </div>
  );
}

function SignOutEverywhere({ sessions }: { sessions: readonly SessionRow[] }) {
  const [open, setOpen] = useState(false);
  const act = useAct("endSessions");
  return (
    <>
      <Button icon={LogOut} onClick={() => setOpen(true)}>
        Sign out everywhere…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Sign out everywhere"
        description="Access tokens are not sessions: they go on until they are revoked."
        stops={{
          title: `${counted(sessions.length, "session")} will end, this one too`,
          items: sessions.map((session) => browserName(session.agent)),
        }}
        confirm="Sign out everywhere"
        confirmIcon={LogOut}
        busyWord="Signing out…"
        busy={act.isPending || act.isSuccess}
        error={act.error}
        onConfirm={() => act.mutate({}, { onSuccess: () => location.assign(routes.signIn()) })}
      />
    </>
  );
}
