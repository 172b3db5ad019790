import { type Logger, pino } from "pino";
import { newId } from "./ids";
import { shared } from "./shared";

export type { Logger } from "pino";

const SECRETS = [
  /(?<=\bBearer\s+)[\w.~+/=-]{8,}/gi,
  /\beyJ[\w-]{6,}\.[\w-]+\.[\w-]*/g, // a JWT
  /\bcs[a-z]{1,2}_[\w-]{16,}/g, // our own keys, tokens and secrets
  /(?<=\b[a-z][\w+.-]*:\/\/[^\s/:@"]*:)[^\s/@"]+(?=@)/gi, // user:password@ in an address
];
const SECRET_FIELDS = [
  "password",
  "secret",
  "token",
  "authorization",
  "cookie",
  "accessToken",
  "clientSecret",
  "sealingKey",
  "arguments",
];

const holder = () => shared<{ logger: Logger }>("logger", () => ({ logger: createLogger("info") }));

/**
 * Makes a logger of JSON lines: time (ISO 8601), level, message, fields. Fields with the names of secrets are removed,
 * and whatever looks like a credential is blanked in the finished line, wherever it came from.
 *
 * @param destination Where the lines go; standard output by default.
 */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[removed]" },
    hooks: { streamWrite: withoutSecrets },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Sets how much the process logs. Called once, by server.ts and by the commands. */
export function configureLog(level: string): Logger {
  holder().logger = createLogger(level);
  return holder().logger;
}

/** The process's logger. Never give it an argument value, a result or a credential. */
export function log(): Logger {
  return holder().logger;
}

/** Blanks everything in a text that looks like a credential: bearer tokens, JWTs, our keys, passwords in addresses. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((line, pattern) => line.replace(pattern, "[removed]"), text);
}

/**
 * The id under which a request is logged and answered: the caller's `X-Request-Id` when it is harmless (1–64 letters,
 * digits, dot, dash, underscore), else a new one.
 */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w.-]{1,64}$/.test(header) ? header : newId();
}
