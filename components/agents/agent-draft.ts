import { type CredentialKind, createAgentInput, type InputOf } from "@/lib/api/schema";
import type { CharterBody } from "@/lib/tasks/schema";
import { type FieldErrors, refusedFields, unfitFields } from "../api/field-errors";
import { type CharterDraft, checkCharter, EMPTY_CHARTER } from "./charter-draft";

/** A new agent as it stands in the form. */
export type AgentDraft = {
  name: string;
  ownerId: string;
  note: string;
  credential: CredentialKind;
  /** false: it sends a charter with each task. A key cannot. */
  hasCharter: boolean;
  charter: CharterDraft;
};

export const emptyAgent = (ownerId: string): AgentDraft => ({
  name: "",
  ownerId,
  note: "",
  credential: "secret",
  hasCharter: true,
  charter: EMPTY_CHARTER,
});

type Checked = { input: InputOf<"createAgent"> } | { errors: FieldErrors };

/** What is sent for a draft, or what is wrong with it. Fields of the charter stand under their own names. */
export function checkAgent({ name, ownerId, note, credential, hasCharter, charter }: AgentDraft): Checked {
  const checked = hasCharter ? checkCharter(charter) : { charter: undefined };
  const body: CharterBody | undefined = "charter" in checked ? checked.charter : undefined;
  // A charter with faults of its own is reported field by field; it must not be reported as missing too.
  const asked = { name: name.trim(), ownerId, note, credential: body || !hasCharter ? credential : "secret" };
  const parsed = createAgentInput.safeParse({ ...asked, charter: body });
  const errors: Record<string, string> = {
    ...(parsed.success ? {} : unfitFields(parsed.error)),
    ...("errors" in checked ? checked.errors : {}),
  };
  if (name.trim() === "") errors.name = "Give it a name, such as release-bot";
  if (ownerId === "") errors.ownerId = "Choose who answers for it";
  return parsed.success && Object.keys(errors).length === 0 ? { input: parsed.data } : { errors };
}

/** Where each refusal of the server belongs in the form. */
export function refusedAgent(error: unknown): FieldErrors {
  const fields = Object.entries(refusedFields(error));
  return Object.fromEntries(fields.map(([path, said]) => [path.replace(/^charter\./, ""), said]));
}
