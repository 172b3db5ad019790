import { Cloud, Lock } from "lucide-react";
import type { PasskeyRow } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";
import { TimeStamp } from "../time/time-stamp";
import { Icon } from "../ui/icon";
import { Tag } from "../ui/tag";

type PasskeyFactsProps = {
  passkey: PasskeyRow;
  /** The name that passkeys work at here; another's are shown as such. Not said where that is not known. */
  rpId?: string;
};

/** One passkey: what it is called, whether it can leave its device, and what became of it. */
export function PasskeyFacts({ passkey, rpId }: PasskeyFactsProps) {
  const elsewhere = rpId !== undefined && passkey.rpId !== rpId;
  return (
    <div className="grow min-w-48">
      <p className="flex flex-wrap gap-x-2 gap-y-1 items-center">
        <span className="strong">{passkey.name}</span>
        <Tag>
          <Icon of={passkey.deviceBound ? Lock : Cloud} small />
          {passkey.deviceBound ? "device-bound" : "synced"}
        </Tag>
        {elsewhere && <Tag>works at {passkey.rpId} only</Tag>}
      </p>
      <p className="hint">
        enrolled <TimeStamp at={passkey.createdAt} />
        {" · "}
        {passkey.usedAt ? (
          <>
            signed <TimeStamp at={passkey.usedAt} show="relative" />
          </>
        ) : (
          "never signed"
        )}
      </p>
      {passkey.revokedAt && <Revoked passkey={passkey} at={passkey.revokedAt} />}
    </div>
  );
}

function Revoked({ passkey, at }: { passkey: PasskeyRow; at: string }) {
  return (
    <p className="hint flex flex-wrap gap-x-2 items-center">
      <StateMark of="credential" state="revoked" />
      <span>
        {passkey.revokedBy && `by ${passkey.revokedBy} `}
        <TimeStamp at={at} />
        {passkey.revokedReason && `: ${passkey.revokedReason}`}
      </span>
    </p>
  );
}
