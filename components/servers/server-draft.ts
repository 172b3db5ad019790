import { addServerInput, type InputOf } from "@/lib/api/schema";
import { type FieldErrors, refusedFields, unfitFields } from "../api/field-errors";
import { ApiError } from "../api/problem";

/** A new server as it stands in the form. */
export type ServerDraft = {
  name: string;
  url: string;
  classing: "ask" | "hints";
  hasCredential: boolean;
  header: string;
  value: string;
};

export const EMPTY_SERVER: ServerDraft = {
  name: "",
  url: "",
  classing: "ask",
  hasCredential: false,
  header: "Authorization",
  value: "",
};

type Checked = { input: InputOf<"addServer"> } | { errors: FieldErrors };

/** What is sent for a draft, or what is wrong with it. Addresses are judged by the server, which knows its networks. */
export function checkServer({ name, url, classing, hasCredential, header, value }: ServerDraft): Checked {
  const parsed = addServerInput.safeParse({
    name: name.trim(),
    url,
    classing,
    credential: hasCredential ? { header, value } : undefined,
  });
  if (parsed.success) return { input: parsed.data };
  const errors = unfitFields(parsed.error);
  return { errors: name.trim() === "" ? { ...errors, name: "Give it a name, such as github" } : errors };
}

/** Where each refusal belongs: the guard speaks of the address, a taken name of the name. */
export function refusedServer(error: unknown): FieldErrors {
  if (!(error instanceof ApiError)) return {};
  if (error.code === "ADDRESS_REFUSED") return { url: error.message };
  if (error.code === "NAME_TAKEN") return { name: error.message };
  return refusedFields(error);
}
