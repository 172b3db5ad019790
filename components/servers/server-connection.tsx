import { CircleCheck } from "lucide-react";
import type { OutputOf, ServerDetail } from "@/lib/api/schema";
import { HEALTH_MARKS, STANDING_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Notice } from "../ui/notice";

type ServerConnectionProps = {
  server: ServerDetail;
  /** The test that somebody just asked for here. */
  test: { data: OutputOf<"testServer"> | undefined; error: unknown; isPending: boolean };
};

/** Whether the server answers, and what was found when somebody has just asked. */
export function ServerConnection({ server, test }: ServerConnectionProps) {
  if (test.error) return <ErrorState error={test.error} inline notDone="The server was not asked." />;
  if (test.data && !test.isPending) return <Tested found={test.data} />;
  if (server.state === "disabled") return <Disabled server={server} />;
  const mark = HEALTH_MARKS[server.health];
  if (server.health === "up" && server.healthNote === null) return null;
  return (
    <Notice tone={server.health === "up" ? "wait" : mark.tone} icon={mark.icon} title={TITLES[server.health]}>
      {server.healthNote && <Untrusted text={server.healthNote} />}
      {server.health === "unknown" && "It is asked within a minute."}
    </Notice>
  );
}

const TITLES = {
  up: "It answers, with a flaw",
  down: "It does not answer as it should; calls to it fail",
  unknown: "Nobody has asked it yet",
} as const;

function Tested({ found }: { found: OutputOf<"testServer"> }) {
  const { health, note } = found;
  if (health === "down")
    return (
      <Notice tone="stop" icon={HEALTH_MARKS.down.icon} title="Tested: it does not answer as it should">
        {note && <Untrusted text={note} />}
      </Notice>
    );
  return (
    <Notice tone="ok" icon={CircleCheck} title={`Tested: it answers and offers ${counted(found.tools, "tool")}`}>
      {sayChanges(found)} {note && <Untrusted text={note} />}
    </Notice>
  );
}

function sayChanges({ pinned, drifted, gone }: OutputOf<"testServer">): string {
  const parts = [
    pinned > 0 && `${pinned} newly pinned`,
    drifted > 0 && `${drifted} drifted`,
    gone > 0 && `${gone} gone`,
  ].filter(Boolean);
  return parts.length === 0 ? "Nothing has changed since the last look." : `Since the last look: ${parts.join(", ")}.`;
}

function Disabled({ server }: { server: ServerDetail }) {
  return (
    <Notice icon={STANDING_MARKS.disabled.icon} title="It is disabled: no call to it is allowed">
      {server.disabledAt && (
        <>
          Since <TimeStamp at={server.disabledAt} show="both" />. The log says who did it and why.
        </>
      )}
    </Notice>
  );
}
