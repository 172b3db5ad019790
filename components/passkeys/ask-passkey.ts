import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import type { Assertion, Attestation, EnrolmentOptions, SigningOptions } from "@/lib/identity/schema";
import { ApiError } from "../api/client";

/** Whether this browser knows passkeys at all, at this address. */
export const browserHasPasskeys = (): boolean => browserSupportsWebAuthn();

/** Has the browser make a passkey. @throws ApiError `PASSKEY` with what happened, in a sentence. */
export async function askToEnrol(options: EnrolmentOptions): Promise<Attestation> {
  // Transports are names that browsers define; ours are those they told us.
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  const { id, rawId, response } = await startRegistration({ optionsJSON }).catch(sayInstead);
  const { clientDataJSON, attestationObject, transports } = response;
  return { id, rawId, type: "public-key", response: { clientDataJSON, attestationObject, transports } };
}

/** Has the browser sign with a passkey. @throws ApiError `PASSKEY` with what happened, in a sentence. */
export async function askToSign(options: SigningOptions): Promise<Assertion> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON; // as above
  const { id, rawId, response } = await startAuthentication({ optionsJSON }).catch(sayInstead);
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return { id, rawId, type: "public-key", response: { clientDataJSON, authenticatorData, signature, userHandle } };
}

/** What went wrong, by the name that browsers give it. Most say no more than "not allowed". */
const SENTENCES: Readonly<Record<string, string>> = {
  NotAllowedError: "It was cancelled, took too long, or is not on this device.",
  AbortError: "It was cancelled.",
  InvalidStateError: "This device holds a passkey of yours already.",
  SecurityError: "Passkeys do not work at this address.",
  NotSupportedError: "This device cannot make a passkey that is accepted here.",
  ConstraintError: "This device cannot check that it is you: set a PIN, finger or face up first.",
};

function sayInstead(error: unknown): never {
  const names = error instanceof Error ? [error.name, error.cause instanceof Error ? error.cause.name : ""] : [];
  const known = names.find((name) => name in SENTENCES) ?? "";
  const detail = SENTENCES[known] ?? "The browser did not say why.";
  throw new ApiError({ code: "PASSKEY", title: "The passkey was not used", status: 400, detail });
}
