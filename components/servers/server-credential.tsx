"use client";
import { KeyRound, X } from "lucide-react";
import { useState } from "react";
import type { ServerDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Facts, Section } from "../ui/section";
import { SetCredentialDialog } from "./set-credential-dialog";

/** Which header opens the server and since when. Its value is never here. */
export function ServerCredential({ server, mayManage }: { server: ServerDetail; mayManage: boolean }) {
  const [dialog, setDialog] = useState<"set" | "remove" | null>(null);
  const { credential } = server;
  return (
    <Section title="Credential" aside="sealed, never shown">
      {credential ? (
        <Facts
          facts={[
            { name: "Header", value: <span className="mono">{credential.header}</span> },
            { name: "Set", value: <TimeStamp at={credential.updatedAt} show="both" /> },
          ]}
        />
      ) : (
        <p className="soft">None: the server is called without one.</p>
      )}
      {mayManage && (
        <div className="flow">
          <Button icon={KeyRound} onClick={() => setDialog("set")}>
            {credential ? "Replace…" : "Set one…"}
          </Button>
          {credential && (
            <Button variant="stop" icon={X} onClick={() => setDialog("remove")}>
              Remove…
            </Button>
          )}
        </div>
      )}
      {dialog === "set" && <SetCredentialDialog server={server} onClose={() => setDialog(null)} />}
      {dialog === "remove" && <RemoveDialog server={server} onClose={() => setDialog(null)} />}
    </Section>
  );
}

function RemoveDialog({ server, onClose }: { server: ServerDetail; onClose: () => void }) {
  const act = useAct("removeServerCredential", ["server", "listServers"]);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Remove the credential of ${server.name}`}
      description="The server is called without it at once. The value is forgotten; to use it again, it must be written again."
      confirm="Remove"
      confirmIcon={X}
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate({ id: server.id }, { onSuccess: onClose })}
    />
  );
}
