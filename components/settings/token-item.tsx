"use client";
import { useState } from "react";
import type { AccessTokenRow } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { StateMark } from "../domain/state-mark";
import { useNow } from "../time/now";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Tag } from "../ui/tag";

/** One access token: what it may, how long, when it was last used; and how to end it. */
export function TokenItem({ token }: { token: AccessTokenRow }) {
  const now = useNow(60);
  const over = now !== null && new Date(token.expiresAt).getTime() <= now;
  const state = token.revokedAt ? "revoked" : over ? "expired" : "active";
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 items-center px-3 py-2">
      <div className="grow min-w-48">
        <p className="flex flex-wrap gap-2 items-center">
          <span className="strong">{token.name}</span>
          <span className="mono muted">{token.hint}…</span>
          {token.source === "config" && <Tag>declared in the configuration file</Tag>}
        </p>
        <p className="hint">
          may {token.rights.join(", ")} · made <TimeStamp at={token.createdAt} />
          {" · "}
          {token.usedAt ? (
            <>
              used <TimeStamp at={token.usedAt} show="relative" />
            </>
          ) : (
            "never used"
          )}
        </p>
      </div>
      <StateMark of="credential" state={state} />
      {state === "active" && <TimeLeft until={token.expiresAt} word="left" />}
      {state === "active" && token.source === "page" && <Revoke token={token} />}
      {state === "active" && token.source === "config" && <span className="hint">change it there</span>}
    </div>
  );
}

function Revoke({ token }: { token: AccessTokenRow }) {
  const [open, setOpen] = useState(false);
  const act = useAct("revokeAccessToken", ["listAccessTokens"]);
  return (
    <>
      <Button variant="stop" icon={ACT_ICONS.revoke} onClick={() => setOpen(true)}>
        Revoke…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Revoke this access token"
        description="Whatever comes with it is refused from now on. It cannot be taken back."
        stops={{ title: "The token", items: [`${token.name}, ${token.hint}…`] }}
        confirm="Revoke"
        confirmIcon={ACT_ICONS.revoke}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate({ id: token.id }, { onSuccess: () => setOpen(false) })}
      />
    </>
  );
}
