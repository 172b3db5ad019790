import type { ReactNode } from "react";
import type { Lock } from "@/lib/identity/schema";
import { TimeStamp } from "../time/time-stamp";
import { Notice } from "../ui/notice";
import { ACT_ICONS } from "./act-icons";
import { Untrusted } from "./untrusted";

type LockedNoticeProps = { lock: Lock; children: ReactNode; action?: ReactNode };

/** Says that something is locked: by whom, since when and why, and what follows from it. */
export function LockedNotice({ lock, children, action }: LockedNoticeProps) {
  return (
    <Notice
      tone="stop"
      icon={ACT_ICONS.lock}
      title={
        <>
          Locked by {lock.by.name} at <TimeStamp at={lock.at} show="both" />
        </>
      }
      action={action}
    >
      “<Untrusted text={lock.reason} />” {children}
    </Notice>
  );
}
