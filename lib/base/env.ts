import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "./errors";

const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "::1"];

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a number from 0 to 65535 (0: any free port)")
  .transform(Number)
  .refine((value) => value <= 65_535, "must be a number from 0 to 65535 (0: any free port)");

const secret = z.string().min(32, "must have at least 32 characters; `openssl rand -base64 32` makes one");

const urlOf = (protocols: readonly string[], sentence: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), sentence);

const postgresUrl = urlOf(
  ["postgres:", "postgresql:"],
  "must be a PostgreSQL address, such as postgresql://user:password@host:5432/countersign",
);

const publicUrl = urlOf(
  ["http:", "https:"],
  "must be an http or https address, such as https://countersign.example.com",
)
  .refine(isOrigin, "must end after the host and port: Countersign lives at the root of its address")
  .transform((text) => new URL(text).origin);

const issuer = urlOf(["http:", "https:"], "must be an http or https address").refine(
  (text) => !URL.canParse(text) || isConfidential(new URL(text)),
  "must be an https address (http is accepted on this machine only): the client secret travels there",
);

const ranges = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((list) => list.every(isRange), "must be networks in CIDR notation, such as 10.1.0.0/16, with commas between");

/** Every variable that Countersign reads, in the order of `.env.example`. */
export const ENV_SCHEMA = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(3000),
  PUBLIC_URL: publicUrl.optional(),
  DATA_DIR: z
    .string()
    .default(".data")
    .transform((folder) => resolve(folder)),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  REDIS_URL: urlOf(["redis:", "rediss:"], "must be a Redis address, such as redis://host:6379").optional(),
  COUNTERSIGN_CONFIG: z
    .string()
    .transform((file) => resolve(file))
    .optional(),
  COUNTERSIGN_ADMIN_EMAIL: z.email("must be an e-mail address").optional(),
  COUNTERSIGN_ADMIN_PASSWORD: z.string().optional(),
  AUTH_SECRET: secret.optional(),
  SEALING_KEY: z
    .string()
    .refine(
      (text) => sealingBytes(text).length === 32,
      "must be 32 bytes in base64; `openssl rand -base64 32` makes one",
    )
    .optional(),
  SIGNING_KEY: z
    .string()
    .refine(
      (text) => text.includes("PRIVATE KEY"),
      "must be a private key in PEM form (line breaks may be written as \\n)",
    )
    .transform((text) => text.replaceAll("\\n", "\n"))
    .optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(60, "must have at most 60 characters").optional(),
  OIDC_ADMITS: z.enum(["invited", "anyone"], "must be invited or anyone").default("invited"),
  OIDC_TRUSTS_EMAIL: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((text) => text === "true"),
  TRUSTED_PROXIES: z.string().regex(/^\d$/, "must be a number from 0 to 9").transform(Number).default(0),
  UPSTREAM_PRIVATE_RANGES: ranges.default([]),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(", ")}`).default("info"),
  // set by the start scripts, not by people
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
});

/** What the process was told by its environment: checked, with defaults, paths absolute. */
export type Env = z.output<typeof ENV_SCHEMA>;

/**
 * Reads the environment. A variable that is set but empty counts as not set. Called once, by server.ts and by the
 * commands; everything else is handed what it needs.
 *
 * @throws INVALID_INPUT with one line for each thing that is wrong; values are never repeated.
 */
export function parseEnv(input: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = ENV_SCHEMA.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  problems.push(...contradictions(given));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new AppError(
    "INVALID_INPUT",
    `The environment is not usable:\n${problems.map((line) => `  - ${line}`).join("\n")}\nSee .env.example for what each variable means.`,
    { problems },
  );
}

/** Every variable of the process, by name: for a configuration file that says `env:NAME`. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

function contradictions(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  const missing = (names: readonly string[]) => names.filter((name) => !given[name]);
  const together = (names: readonly string[], what: string) => {
    const absent = missing(names);
    if (absent.length > 0 && absent.length < names.length)
      problems.push(`${absent.join(" and ")} must be set too: ${what} needs ${names.join(", ")}.`);
  };
  together(["COUNTERSIGN_ADMIN_EMAIL", "COUNTERSIGN_ADMIN_PASSWORD"], "the first person");
  together(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"], "sign-in by OpenID Connect");
  if (given.DATABASE_OWNER_URL && !given.DATABASE_URL)
    problems.push("DATABASE_URL must be set too: DATABASE_OWNER_URL names only the role that migrates.");
  return problems;
}

/** Tells whether only this machine can reach the port that HOST opens. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.includes(host.replace(/^\[|\]$/g, "")) || /^127\./.test(host);
}

/**
 * The address people and agents use, without a slash at the end.
 *
 * @param listening The port the server really got, for PORT=0.
 */
export function publicUrlOf(env: Env, listening: number = env.PORT): string {
  return env.PUBLIC_URL ?? `http://localhost:${listening}`;
}

/** Sentences about settings that are allowed but rarely meant; the server logs them once at start. */
export function envNotes(env: Env): string[] {
  const notes: string[] = [];
  if (!isLoopbackHost(env.HOST) && !env.PUBLIC_URL)
    notes.push(
      `HOST is ${env.HOST} but PUBLIC_URL is not set: people can sign in on this machine only. Set PUBLIC_URL to the address they use.`,
    );
  if (env.PUBLIC_URL && !isConfidential(new URL(env.PUBLIC_URL)))
    notes.push(
      "PUBLIC_URL is http and not this machine: browsers drop our cookies there, so nobody can sign in. Use https.",
    );
  if (env.PUBLIC_URL && isIP(new URL(env.PUBLIC_URL).hostname.replace(/^\[|\]$/g, "")) !== 0)
    notes.push(
      "PUBLIC_URL is an IP address: browsers keep passkeys from those. Use a name, or http://localhost on this machine.",
    );
  return notes;
}

/** The 32 bytes that SEALING_KEY stands for; an empty buffer when it is not base64. */
export function sealingBytes(text: string): Buffer {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0);
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { pathname, search, hash, username, password } = new URL(text);
  return pathname === "/" && !search && !hash && !username && !password;
}

function isConfidential(url: URL): boolean {
  return url.protocol === "https:" || isLoopbackHost(url.hostname);
}

function isRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return false;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(address) === 0) return false;
  try {
    new BlockList().addSubnet(address, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
    return true;
  } catch {
    return false;
  }
}
