import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Env, sealingBytes } from "./env";
import { AppError } from "./errors";
import { shared } from "./shared";

/** The keys of an installation: people's sessions, sealed credentials, the authorization server's cookies and tokens. */
const KEY_NAMES = ["session", "sealing", "cookies", "signing"] as const;
export type KeyName = (typeof KEY_NAMES)[number];

/** Makes a key's text from 48 random bytes; a key pair must depend on them alone. */
export type MakeKey = (seed: Buffer) => string;

type KeyRing = { folder: string; given: Partial<Record<KeyName, string>>; source: "files" | "environment" };
const ring = () => shared<{ keys?: KeyRing }>("keys", () => ({}));

export type Keys = {
  /** Signs people's session cookies. */
  session: string;
  /** Seals upstream credentials; 32 bytes. */
  sealing: Buffer;
  /** Sign the authorization server's cookies; the first signs, all verify. */
  cookies: string[];
  /** The folder that was made just now, which its operator should back up; null when nothing was made. */
  madeIn: string | null;
};

/**
 * Opens the installation's keys. With the embedded database they are files in `DATA_DIR/keys`, made on first use and
 * readable by their owner only. With DATABASE_URL several instances share them, so nothing is made up here: they are
 * files that somebody put there, variables, or derived from AUTH_SECRET.
 *
 * @throws INVALID_INPUT when DATABASE_URL is set and a key is neither given nor derivable.
 */
export function configureKeys(env: Env): Keys {
  const folder = join(env.DATA_DIR, "keys");
  const given = { session: env.AUTH_SECRET, sealing: env.SEALING_KEY, signing: env.SIGNING_KEY };
  ring().keys = { folder, given, source: env.DATABASE_URL ? "environment" : "files" };
  const before = KEY_NAMES.filter((name) => given[name as keyof typeof given] || readKey(folder, name) !== null);
  if (env.DATABASE_URL) refuseMissing(KEY_NAMES.filter((name) => !before.includes(name)));
  const keys = {
    session: keyFile("session", asText),
    sealing: sealingBytes(keyFile("sealing", (seed) => seed.subarray(0, 32).toString("base64"))),
    cookies: [keyFile("cookies", asText)],
  };
  if (keys.sealing.length !== 32)
    throw new AppError("INVALID_INPUT", `${join(folder, "sealing")} is damaged: it must hold 32 bytes in base64.`);
  return { ...keys, madeIn: !env.DATABASE_URL && before.length < KEY_NAMES.length ? folder : null };
}

/**
 * The text of one of the installation's keys: from its variable, else from its file, else made now. Where making is
 * not ours to do (DATABASE_URL) it is derived from AUTH_SECRET, the same on every instance.
 *
 * @param make Turns 48 secret bytes into the key's text.
 * @throws INVALID_INPUT when DATABASE_URL is set and there is neither the key nor AUTH_SECRET.
 */
export function keyFile(name: KeyName, make: MakeKey): string {
  const { keys } = ring();
  if (!keys) throw new Error("the keys are not open: start through server.ts");
  const present = keys.given[name] ?? readKey(keys.folder, name);
  if (present) return present;
  if (keys.source === "files") return writeKey(keys.folder, name, make(randomBytes(48)));
  const root = keys.given.session ?? readKey(keys.folder, "session");
  if (!root) throw missingKeys([name]);
  return make(derive(root, name));
}

/**
 * 48 bytes that follow from a secret and a name, and say nothing about the secret.
 * Source: RFC 5869 (HKDF with SHA-256).
 */
function derive(root: string, name: KeyName): Buffer {
  return Buffer.from(hkdfSync("sha256", root, "countersign", `countersign key: ${name}`, 48));
}

const asText: MakeKey = (seed) => seed.toString("base64url");

function refuseMissing(names: readonly KeyName[]): void {
  // everything else can be derived from the session secret
  if (names.includes("session")) throw missingKeys(names);
}

function missingKeys(names: readonly KeyName[]): AppError {
  return new AppError(
    "INVALID_INPUT",
    `With DATABASE_URL the keys must be given, the same to every instance; missing: ${names.join(", ")}. Set AUTH_SECRET (at least 32 characters, \`openssl rand -base64 32\` makes one), from which the others follow, or copy the keys folder of another instance into DATA_DIR/keys.`,
  );
}

function readKey(folder: string, name: KeyName): string | null {
  const file = join(folder, name);
  try {
    const text = readFileSync(file, "utf8").trim();
    if (text !== "") return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new AppError("INVALID_INPUT", `The key in ${file} cannot be read.`, undefined, error);
  }
  throw new AppError("INVALID_INPUT", `The key in ${file} is empty. Put it back from your backup of the keys.`);
}

/** Keeps a key, complete or not at all. When another process was first, its key is the one. */
function writeKey(folder: string, name: KeyName, text: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = join(folder, name);
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `${text.trim()}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(folder, name) ?? text.trim();
}
