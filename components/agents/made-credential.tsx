"use client";
import type { NewCredential } from "@/lib/api/schema";
import { CodeBlock } from "../ui/code-block";
import { SecretOnce } from "../ui/secret-once";
import { Section } from "../ui/section";
import { SnippetTabs } from "./snippet-tabs";

type MadeCredentialProps = {
  made: NewCredential;
  agent: { id: string; name: string };
  /** Where the page says client id and addresses anyway. */
  brief?: boolean;
};

/** A credential, this once, with everything that is needed to use it. */
export function MadeCredential({ made, agent, brief = false }: MadeCredentialProps) {
  const { kind } = made.credential;
  return (
    <>
      <SecretOnce title={`The ${kind} of ${agent.name}`} secret={made.value}>
        It is shown this once and kept only as a hash. Copy it now, or take it with a configuration below.
      </SecretOnce>
      {kind === "secret" && !brief && (
        <Section title="Its client id">
          <CodeBlock title="Not secret" text={agent.id} />
        </Section>
      )}
      <Section title="Configuration, ready to paste" aside={`holds the ${kind}`}>
        <SnippetTabs snippets={made.snippets} />
        {kind === "secret" && !brief && (
          <p className="hint">
            Claude Code and most editors cannot trade a secret for tokens. For them, make a key on the agent’s page.
          </p>
        )}
      </Section>
      {made.addresses.length > 0 && !brief && (
        <Section title="Where it reaches its servers">
          {made.addresses.map(({ server, url }) => (
            <CodeBlock key={server} title={server} text={url} />
          ))}
        </Section>
      )}
    </>
  );
}
