import { Ban } from "lucide-react";
import type { Credential } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";
import { Since } from "../time/since";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { standingOf } from "./credential-standing";

type CredentialRowProps = {
  credential: Credential;
  now: number;
  /** Without it, nothing can be done here. */
  onRevoke?: () => void;
};

/** One secret or key: what it ends with, how it stands, and when it was used. */
export function CredentialRow({ credential, now, onRevoke }: CredentialRowProps) {
  const standing = standingOf(credential, now);
  const { kind, hint, createdAt, usedAt, expiresAt, revokedAt, source } = credential;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <span className="label">
        {kind} <span className="mono">…{hint}</span>
      </span>
      <StateMark of="credential" state={standing} />
      {standing === "ending" && expiresAt && <TimeLeft until={expiresAt} from={createdAt} word="left" />}
      <span className="soft">
        made <TimeStamp at={createdAt} />
      </span>
      {revokedAt && (
        <span className="soft">
          revoked <TimeStamp at={revokedAt} />
        </span>
      )}
      {standing === "expired" && expiresAt && (
        <span className="soft">
          ended <TimeStamp at={expiresAt} />
        </span>
      )}
      <span className="soft">{usedAt ? <LastUsed at={usedAt} /> : "never used"}</span>
      {source === "config" && <span className="muted">from the configuration file</span>}
      {onRevoke && (
        <Button variant="bare" className="stop ml-auto" icon={Ban} onClick={onRevoke}>
          Revoke…
        </Button>
      )}
    </li>
  );
}

const LastUsed = ({ at }: { at: string }) => (
  <>
    last used <Since at={at} /> ago
  </>
);
