"use client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import type { AgentDetail, Credential, NewCredential } from "@/lib/api/schema";
import { useNow } from "../time/now";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { CredentialRow } from "./credential-row";
import { standingOf, works } from "./credential-standing";
import { MadeCredential } from "./made-credential";
import { NewCredentialDialog } from "./new-credential-dialog";
import { RevokeCredentialDialog } from "./revoke-credential-dialog";

type AgentCredentialsProps = {
  agent: AgentDetail;
  mayManage: boolean;
  /** A credential that was just made here: it stays in sight until somebody puts it away. */
  made: NewCredential | null;
  onMade: (made: NewCredential | null) => void;
};

/** By what the agent comes: never the value, but when it was made, last used, and when it ends. */
export function AgentCredentials({ agent, mayManage, made, onMade }: AgentCredentialsProps) {
  const [asked, setAsked] = useState(false);
  const [revoking, setRevoking] = useState<Credential | null>(null);
  const now = useNow(5) ?? Date.parse(agent.now);
  const live = agent.credentials.filter((one) => works(standingOf(one, now)));
  const ended = agent.credentials.filter((one) => !works(standingOf(one, now)));
  return (
    <Section title="Credentials" aside="kept as hashes only">
      {made && (
        <div className="stack">
          <MadeCredential made={made} agent={agent} brief />
          <div>
            <Button onClick={() => onMade(null)}>I have it, hide it for good</Button>
          </div>
        </div>
      )}
      {live.length === 0 && (
        <div className="box pad">
          <p className="soft">None works: the agent cannot come until it gets a new one.</p>
        </div>
      )}
      {live.length > 0 && (
        <ul className="box rows">
          {live.map((credential) => (
            <CredentialRow
              key={credential.id}
              credential={credential}
              now={now}
              onRevoke={mayManage ? () => setRevoking(credential) : undefined}
            />
          ))}
        </ul>
      )}
      {mayManage && (
        <div>
          <Button icon={KeyRound} onClick={() => setAsked(true)}>
            Make a new one…
          </Button>
        </div>
      )}
      {ended.length > 0 && <Ended credentials={ended} now={now} />}
      {asked && (
        <NewCredentialDialog
          agent={agent}
          live={live}
          onClose={() => setAsked(false)}
          onMade={(credential) => {
            onMade(credential);
            setAsked(false);
          }}
        />
      )}
      {revoking && (
        <RevokeCredentialDialog
          agent={agent}
          credential={revoking}
          last={live.length === 1}
          onClose={() => setRevoking(null)}
        />
      )}
    </Section>
  );
}

function Ended({ credentials, now }: { credentials: readonly Credential[]; now: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div>
        <Button variant="bare" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide those that ended" : `${credentials.length} ended`}
        </Button>
      </div>
      {open && (
        <ul className="box rows">
          {credentials.map((credential) => (
            <CredentialRow key={credential.id} credential={credential} now={now} />
          ))}
        </ul>
      )}
    </>
  );
}
