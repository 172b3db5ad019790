"use client";
import { FieldGroup } from "../ui/field";
import { RadioSegments } from "../ui/radio-segments";
import type { AgentDraft } from "./agent-draft";
import { CharterFields, LimitFields } from "./charter-fields";
import { CredentialChoice } from "./credential-choice";
import { NameFields } from "./name-fields";

type AgentFieldsProps = {
  draft: AgentDraft;
  onChange: (change: Partial<AgentDraft>) => void;
  errorAt: (path: string) => string | undefined;
};

/** The fields of a new agent. */
export function AgentFields({ draft, onChange, errorAt }: AgentFieldsProps) {
  const charter = {
    draft: draft.charter,
    onChange: (change: Partial<AgentDraft["charter"]>) => onChange({ charter: { ...draft.charter, ...change } }),
    errorAt,
  };
  return (
    <div className="form max-w-240">
      <div className="grp">
        <h3>
          Agent<small>A program with a person who answers for it.</small>
        </h3>
        <NameFields draft={draft} onChange={onChange} errorAt={errorAt} />
      </div>
      <div className="grp">
        <h3>
          Credential<small>Shown once when it is made, and kept only as a hash.</small>
        </h3>
        <CredentialChoice
          kind={draft.credential}
          onKind={(credential) => onChange({ credential, hasCharter: draft.hasCharter || credential === "key" })}
        />
      </div>
      <div className="grp">
        <h3>
          Charter<small>What its task is for and may call. It asks for that; rules and people decide.</small>
        </h3>
        <div className="fields">
          <CharterSource draft={draft} onChange={onChange} />
          {draft.hasCharter && <CharterFields {...charter} />}
        </div>
      </div>
      {draft.hasCharter && (
        <div className="grp">
          <h3>
            Limits<small>Less than the rules would give. More is cut to what they give.</small>
          </h3>
          <LimitFields {...charter} />
        </div>
      )}
    </div>
  );
}

function CharterSource({ draft, onChange }: Omit<AgentFieldsProps, "errorAt">) {
  return (
    <FieldGroup
      id="charter"
      label="Where it stands"
      hint={
        draft.hasCharter
          ? "This one stands for the agent whenever it sends none of its own."
          : "It sends authorization_details of the type mcp_task with each token request; without them it gets no task."
      }
    >
      <div>
        <RadioSegments
          label="Where the charter stands"
          value={draft.hasCharter ? "here" : "sent"}
          onValue={(value) => onChange({ hasCharter: value === "here" })}
          segments={[
            { value: "here", label: "Written here" },
            {
              value: "sent",
              label: "Sent with each task",
              blocked:
                draft.credential === "key"
                  ? "A key cannot say what its task is for, so the charter is written here."
                  : undefined,
            },
          ]}
        />
      </div>
    </FieldGroup>
  );
}
