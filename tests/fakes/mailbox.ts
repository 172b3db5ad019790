import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as the server took it: who it was for, and its whole source. */
export type TakenMail = { from: string; to: string[]; source: string };

export type Mailbox = {
  port: number;
  mails: TakenMail[];
  /** What the server answers to the next recipient, instead of taking it. */
  refuseRecipients: { code: number; words: string } | null;
  stop(): Promise<void>;
};

type Manner = { user?: { name: string; password: string }; tls?: boolean };

/** A real SMTP server at a free port of the loopback, which keeps what it is given. */
export async function startMailbox({ user, tls = false }: Manner = {}): Promise<Mailbox> {
  const mailbox: Mailbox = { port: 0, mails: [], refuseRecipients: null, stop: async () => {} };
  const options: SMTPServerOptions = {
    authOptional: user === undefined,
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(user ? [] : ["AUTH"])],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: (auth, _session, callback) => {
      if (auth.username === user?.name && auth.password === user?.password) callback(null, { user: auth.username });
      else callback(Object.assign(new Error(`535 no such user with password ${auth.password}`), { responseCode: 535 }));
    },
    onRcptTo: (_address, _session, callback) => {
      const refusal = mailbox.refuseRecipients;
      callback(refusal ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null);
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mailbox.mails.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString("utf8"),
        });
        callback(null);
      });
    },
  };
  const server = new SMTPServer(options);
  server.on("error", () => {}); // a client that hangs up
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  mailbox.port = (server.server.address() as AddressInfo).port;
  mailbox.stop = () => new Promise((resolve) => server.close(() => resolve()));
  return mailbox;
}

/** The value of a header, unfolded; undefined when it is not there. */
export function headerOf({ source }: TakenMail, name: string): string | undefined {
  const head = source.split("\r\n\r\n", 1)[0]?.replace(/\r\n[ \t]+/g, " ") ?? "";
  const line = head.split("\r\n").find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? undefined : decodeWords(line.slice(name.length + 1).trim());
}

/** Source: RFC 2047 (encoded words), as far as we write them. */
function decodeWords(text: string): string {
  return text
    .replace(/(\?=) (?==\?)/g, "$1")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, coding: string, word: string) =>
      coding.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString("utf8")
        : fromQuoted(word.replaceAll("_", " ")),
    );
}

const fromQuoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/** The part of a mail of this type, decoded. */
export function partOf({ source }: TakenMail, type: "text/plain" | "text/html"): string {
  const boundary = /boundary="([^"]+)"/.exec(source)?.[1] ?? "";
  const part = source.split(`--${boundary}`).find((one) => one.includes(`Content-Type: ${type}`)) ?? "";
  const [head = "", ...rest] = part.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/quoted-printable/i.test(head)) return body;
  return fromQuoted(body.replace(/=\r\n/g, ""));
}
