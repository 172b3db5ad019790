"use client";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { ClassingField } from "./classing-field";
import { CredentialFields } from "./credential-fields";
import type { ServerDraft } from "./server-draft";

type ServerFieldsProps = {
  draft: ServerDraft;
  onChange: (change: Partial<ServerDraft>) => void;
  errorAt: (path: string) => string | undefined;
};

/** The fields of a new server. */
export function ServerFields({ draft, onChange, errorAt }: ServerFieldsProps) {
  return (
    <div className="form max-w-200">
      <div className="grp">
        <h3>
          Server<small>Scopes, rules and addresses speak of it by its name, so the name stays.</small>
        </h3>
        <div className="fields">
          <Field
            id="name"
            label="Name"
            hint="Lower-case letters, digits and hyphens, such as github."
            error={errorAt("name")}
          >
            <Input
              mono
              maxLength={63}
              value={draft.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          </Field>
          <Field
            id="url"
            label="Address"
            hint="Of its MCP endpoint over HTTP, such as https://mcp.example.com/mcp."
            error={errorAt("url")}
          >
            <Input mono inputMode="url" value={draft.url} onChange={(event) => onChange({ url: event.target.value })} />
          </Field>
        </div>
      </div>
      <div className="grp">
        <h3>
          Credential<small>Sealed here and sent to the server only. It is never shown again.</small>
        </h3>
        <div className="fields" id="credential">
          <Checkbox
            checked={draft.hasCredential}
            onChange={(event) => onChange({ hasCredential: event.target.checked })}
            note="An API key or token of its own. It can be set or replaced later."
          >
            The server asks for a credential
          </Checkbox>
          {draft.hasCredential && (
            <CredentialFields
              header={draft.header}
              value={draft.value}
              onChange={onChange}
              errors={{ header: errorAt("credential.header"), value: errorAt("credential.value") }}
            />
          )}
        </div>
      </div>
      <div className="grp">
        <h3>
          Tools<small>They are read when the server is added, and pinned as they are.</small>
        </h3>
        <ClassingField value={draft.classing} onValue={(classing) => onChange({ classing })} />
      </div>
    </div>
  );
}
