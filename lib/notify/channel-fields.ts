import { AppError, checkAddress, isAppError } from "../base/index";
import { type ChannelChange, type ChannelSettings, emailProblem, isOwnMachine, type NewChannel } from "./schema";
import type { Secrets } from "./secrets";
import { newWebhookSecret } from "./sign-webhook";

/** What a channel is, in the clear: only for as long as it takes to seal it. */
export type ChannelFields = { settings: ChannelSettings; secrets: Secrets };

/** Connectors of Office 365, which Teams no longer takes messages from. */
const RETIRED = /(?:^|\.)webhook\.office(?:365)?\.com$|^outlook\.office(?:365)?\.com$/;

/**
 * Takes what somebody gave for a channel apart into what may be read of it and what is sealed.
 *
 * @param before The channel as it is; absent for a new one. A secret that is not given stays as it is there.
 * @throws INVALID_INPUT, ADDRESS_REFUSED with the field at which it is.
 */
export function readFields(given: NewChannel | ChannelChange, before?: ChannelFields): ChannelFields {
  if (given.kind === "email") return readEmail(given, before);
  const { url: givenUrl, ...rest } = given;
  const url = givenUrl === undefined ? before?.secrets.url : checkUrl(given.kind, givenUrl);
  if (url === undefined) throw refusal("url", "Write the address to which messages are sent.");
  const { kind, from, events, timeZone } = rest;
  const settings: ChannelSettings = { kind, origin: new URL(url).origin, from, events, timeZone };
  if (rest.kind !== "webhook") return { settings, secrets: { url } };
  return { settings, secrets: { url, secret: rest.secret ?? before?.secrets.secret ?? newWebhookSecret() } };
}

type GivenEmail = Extract<NewChannel | ChannelChange, { kind: "email" }>;

function readEmail({ password, ...settings }: GivenEmail, before?: ChannelFields): ChannelFields {
  const kept = before?.secrets.password;
  const moves = before?.settings.kind === "email" && before.settings.host !== settings.host;
  if (password === undefined && kept !== undefined && moves)
    throw refusal("password", "The password was set for another server. Give it again, or take it away.");
  const next = password === undefined ? kept : (password ?? undefined);
  const problem = emailProblem(settings, next !== undefined);
  if (problem) throw refusal(problem.field, problem.sentence);
  return { settings, secrets: next === undefined ? {} : { password: next } };
}

function checkUrl(kind: Exclude<NewChannel["kind"], "email">, text: string): string {
  const url = atField("url", () => checkAddress(text));
  // The address of a room is its only key: whoever reads it on the way can write there.
  if (kind !== "webhook" && url.protocol !== "https:" && !isOwnMachine(url.hostname))
    throw refusal("url", "Write an https address: whoever could read it on the way could write into the room.");
  if (kind === "teams" && RETIRED.test(url.hostname))
    throw refusal(
      "url",
      "That is an Office 365 connector, which Teams has retired. Make a webhook with Workflows instead.",
    );
  return url.href;
}

function atField<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError(error.code, error.message, { field: `settings.${field}` });
  }
}

const refusal = (field: string, sentence: string): AppError =>
  new AppError("INVALID_INPUT", sentence, { field: `settings.${field}` });
