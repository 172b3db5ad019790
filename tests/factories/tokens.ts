import { randomBytes } from "node:crypto";
import { newId, signingKeyFrom } from "../../lib/base/index";
import { db } from "../../lib/db/index";
import { configureIdentity } from "../../lib/identity/index";
import type { SignedIn } from "../../lib/identity/schema";
import { configureTokens, type Registered, registerAgent, type TokenSettings } from "../../lib/tokens/index";
import type { CredentialKind } from "../../lib/tokens/schema";
import { makeHuman } from "./tasks";

/** Configures people's and agents' identity under one address. */
export function configureHouse(publicUrl: string, over: Partial<TokenSettings> = {}): TokenSettings {
  configureIdentity({ publicUrl, secret: "a secret for tests of at least 32 characters" });
  const settings = { publicUrl, signingKey: signingKeyFrom(randomBytes(48)), cookieKeys: ["a cookie key"], ...over };
  configureTokens(settings);
  return settings;
}

/** Somebody who is signed in and may manage agents. */
export async function makeAdmin(): Promise<SignedIn> {
  const roles = ["viewer", "admin"] as const;
  const { id, email } = await makeHuman({ roles: [...roles] });
  return { via: "page", human: { id, email, name: email, roles: [...roles], seesBodies: true }, sessionHash: id };
}

/** A server that is registered; nothing listens at its address. */
export async function makeServer(name: string): Promise<string> {
  const id = newId();
  await db().server.create({ data: { id, name, url: `http://127.0.0.1:9/${name}` } });
  return id;
}

let count = 0;

/** An agent as the page registers one, with a charter for the server `files`. */
export async function makeRegistered(
  by: SignedIn,
  over: { credential?: CredentialKind; ownerId?: string } = {},
): Promise<Registered> {
  count += 1;
  return registerAgent(by, {
    name: `release-bot-${count}`,
    ownerId: over.ownerId ?? by.human.id,
    charter: { purpose: "Cut the weekly release", scope: [{ server: "files", tools: ["read_file", "write_file"] }] },
    credential: over.credential ?? "secret",
  });
}
