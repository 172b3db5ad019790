import { beginSigning, reviewApproval } from "../../lib/approvals/index";
import type { ReviewInput } from "../../lib/approvals/schema";
import { digestOf } from "../../lib/base/index";
import { beginEnrolment, configureIdentity, finishEnrolment, startSession } from "../../lib/identity/index";
import type { SignedIn } from "../../lib/identity/schema";
import { type FakePasskey, type Lies, makePasskey } from "../fakes/passkey";
import { shownOf } from "./holds";
import { makeHuman } from "./tasks";

export const ORIGIN = "http://localhost:3000";

/** Says where this Countersign is, so that passkeys know it. */
export function configureForPasskeys(): void {
  configureIdentity({ publicUrl: ORIGIN, secret: "a secret for tests of at least 32 characters" });
}

/** An approver who has just signed in. */
export async function makeSignedIn(roles: SignedIn["human"]["roles"] = ["viewer", "approver"]): Promise<SignedIn> {
  const { id, email } = await makeHuman({ roles });
  return {
    via: "page",
    human: { id, email, name: email, roles, seesBodies: true },
    sessionHash: await signInAgain(id),
  };
}

/** Another session of somebody; gives its digest. */
export async function signInAgain(humanId: string): Promise<string> {
  const visitor = { address: null, agent: "test" };
  return digestOf(await startSession(humanId, { by: "password", visitor, replaces: null }));
}

/** Enrols a passkey of somebody, as the page does. */
export async function enrolFor(
  who: SignedIn,
  passkey: FakePasskey = makePasskey(),
): Promise<{ id: string; passkey: FakePasskey }> {
  const { id: enrolment, options } = await beginEnrolment(who, undefined);
  const finished = { id: enrolment, name: "test key", attestation: passkey.enrol(options, ORIGIN) };
  const { id } = await finishEnrolment(who, finished);
  return { id, passkey };
}

export type Signer = { who: SignedIn; passkey: FakePasskey; passkeyId: string };

/** An approver with a passkey. */
export async function makeSigner(passkey: FakePasskey = makePasskey()): Promise<Signer> {
  const who = await makeSignedIn();
  return { who, passkey, passkeyId: (await enrolFor(who, passkey)).id };
}

/** An answer with the digest of what is asked now. */
export async function answerTo(approvalId: string, over: Partial<ReviewInput> = {}): Promise<ReviewInput> {
  const { digest, rendering } = await shownOf(approvalId);
  return { answer: "approve", digest, ...(over.answer === "deny" ? {} : { rendering }), ...over };
}

/** Signs an answer as the page does; gives the review that would be posted. */
export async function signed(
  { who, passkey }: Pick<Signer, "who" | "passkey">,
  approvalId: string,
  input: ReviewInput,
  lies: Lies = {},
): Promise<ReviewInput> {
  const { id, options } = await beginSigning(who, approvalId, input);
  return { ...input, signature: { signing: id, assertion: passkey.sign(options, ORIGIN, lies) } };
}

/** Signs and posts a review. */
export async function reviewSigned(signer: Signer, approvalId: string, over: Partial<ReviewInput> = {}): Promise<void> {
  const review = await signed(signer, approvalId, await answerTo(approvalId, over));
  await reviewApproval(signer.who, approvalId, review);
}
