"use client";
import type { CredentialKind } from "@/lib/api/schema";
import { FieldGroup } from "../ui/field";
import { RadioSegments } from "../ui/radio-segments";

const SAID: Readonly<Record<CredentialKind, string>> = {
  secret:
    "For clients that speak OAuth, such as the MCP SDKs: they trade it for short-lived task tokens by themselves.",
  key: "For clients that can only send a header, such as Claude Code, VS Code and Cursor. It goes with every call, so it is worth more to a thief.",
};

type CredentialChoiceProps = { kind: CredentialKind; onKind: (kind: CredentialKind) => void };

/** By what an agent comes: what its client can do decides it. */
export function CredentialChoice({ kind, onKind }: CredentialChoiceProps) {
  return (
    <FieldGroup id="credential" label="It comes with" hint={SAID[kind]}>
      <div>
        <RadioSegments
          label="It comes with"
          value={kind}
          onValue={onKind}
          segments={[
            { value: "secret", label: "A secret" },
            { value: "key", label: "A key" },
          ]}
        />
      </div>
    </FieldGroup>
  );
}
