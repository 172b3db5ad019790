import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { AppError, checkLiteral, guardedLookup } from "../base/index";
import { noAnswerNote } from "./connect-notes";
import type { EmailSettings } from "./schema";
import { quote, type Sent } from "./sent";
import type { Mail } from "./to-mail";

/** How long each step with a mail server may take, in milliseconds; together at most DEADLINE_MS. */
const STEP_MS = 10_000;
const DEADLINE_MS = 20_000;
const FROM_NAME = "Countersign";

export type Mailing = {
  settings: EmailSettings;
  password: string | undefined;
  to: { name: string; address: string };
  mail: Mail;
  /** The part of the Message-ID before the @; the same in every attempt, so that a second copy is known as one. */
  id: string;
  /** What all messages about one approval share, so that mail programs show them together. */
  thread: string | null;
  /** The host's name after the @. */
  host: string;
};

/** Sends one mail by SMTP to a server that passes the guard for outbound connections. Never throws. */
export async function sendMail(mailing: Mailing): Promise<Sent> {
  const { settings, password, to, mail, id, thread, host } = mailing;
  try {
    const transport = createTransport(await transportOptions(settings, password));
    try {
      const sent = await transport.sendMail({
        from: { name: FROM_NAME, address: settings.from },
        to: [to],
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${id}@${host}>`,
        references: thread === null ? undefined : `<${thread}@${host}>`,
        // Out-of-office answers go nowhere. Source: RFC 3834 §5.
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      return { ok: true, said: quote(sent.response, [password]) };
    } finally {
      transport.close();
    }
  } catch (error) {
    return refused(error, password);
  }
}

/** The options of a connection to the very address that was checked; the certificate is that of the name. */
async function transportOptions({ host, port, tls, user }: EmailSettings, password: string | undefined) {
  const address = await addressOf(host);
  return {
    host: address,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(isIP(host) === 0 && { servername: host, tls: { servername: host } }),
    ...(password !== undefined && { auth: { user, pass: password } }),
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
  };
}

/** Resolves a mail server's name. @throws ADDRESS_REFUSED when it leads where nothing is sent. */
async function addressOf(host: string): Promise<string> {
  const refusal = checkLiteral(host);
  if (refusal) throw refusal;
  return new Promise((resolve, reject) => {
    guardedLookup(host, {}, (error, address) => {
      if (error) reject(error);
      else if (typeof address === "string") resolve(address);
      else reject(new AppError("ADDRESS_REFUSED", "The mail server's name leads nowhere."));
    });
  });
}

type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

/** Codes of nodemailer for what goes wrong before or beside an answer of the server. */
const NOTES: Readonly<Record<string, string>> = {
  EAUTH: "The mail server does not take the user and password",
  ETLS: "The connection could not be secured with TLS",
  ENOAUTH: "The mail server wants a user and a password",
  EENVELOPE: "The mail server does not take this sender or recipient",
  EMESSAGE: "The mail server did not take the message",
};

/** A refusal in words. A recipient that is refused for good (5xx) stays refused. */
function refused(error: unknown, password: string | undefined): Sent {
  const { code = "", responseCode, response } = error as SmtpError; // of nodemailer, or of a socket
  const note = NOTES[code];
  if (note === undefined && response === undefined) return { ok: false, said: noAnswerNote(error) };
  const words = response === undefined ? "" : `: ${quote(response, [password])}`;
  const final = code === "EENVELOPE" && responseCode !== undefined && responseCode >= 500;
  return { ok: false, said: `${note ?? "The mail server refused it"}${words}`, ...(final && { final: true }) };
}
