import { parseArgs } from "node:util";
import { AppError } from "../base/index";
import { findHumanByEmail } from "./find-human";
import { invitePerson } from "./invite-person";
import { listInvitations } from "./list-invitations";
import { listPeople } from "./list-people";
import type { NewLink } from "./make-link";
import { resetPassword } from "./reset-password";
import { invitingSchema, ROLES } from "./schema";

const USAGE = `Say what to do:
  npm run person -- list
  npm run person -- invite EMAIL [--name "Jane Doe"] [--roles approver,auditor,admin]
  npm run person -- reset EMAIL`;

/**
 * Does what somebody with a shell on the machine asks for: it works when nobody can sign in any more. What it does is
 * in the log like everything else, as the command line's.
 *
 * @param args The words behind the command: a verb, the e-mail it is about, options.
 * @returns What to print.
 * @throws INVALID_INPUT with the usage when the words make no sense; whatever the verb throws.
 */
export async function runPersonCommand(args: string[]): Promise<string> {
  const { words, options } = readArguments(args);
  const [verb, email, ...rest] = words;
  if (rest.length > 0) throw new AppError("INVALID_INPUT", USAGE);
  if (verb === "list" && email === undefined) return list();
  if (verb === "invite" && email !== undefined) return invite(email, options);
  if (verb === "reset" && email !== undefined) return reset(email);
  throw new AppError("INVALID_INPUT", USAGE);
}

type Options = { name?: string; roles?: string };

function readArguments(args: string[]): { words: string[]; options: Options } {
  try {
    const options = { name: { type: "string" }, roles: { type: "string" } } as const;
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    return { words: positionals, options: values };
  } catch (error) {
    throw new AppError("INVALID_INPUT", USAGE, undefined, error);
  }
}

async function invite(email: string, options: Options): Promise<string> {
  const roles = options.roles?.split(",").map((role) => role.trim()) ?? [];
  const name = options.name ?? email.split("@")[0];
  const parsed = invitingSchema.safeParse({ email, name, roles });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0]);
    const said = field === "roles" ? `The roles are ${ROLES.join(", ")}` : issue?.message;
    throw new AppError("INVALID_INPUT", `${field}: ${said}.\n${USAGE}`);
  }
  const link = await invitePerson("command line", parsed.data);
  return sayLink(`${parsed.data.email} comes in by this link`, link);
}

async function reset(email: string): Promise<string> {
  const human = await findHumanByEmail(email);
  if (!human)
    throw new AppError("NOT_FOUND", `Nobody with the e-mail ${email} is here. To see who is: npm run person -- list`);
  return sayLink(`${human.email} sets a new password by this link`, await resetPassword("command line", human.id));
}

const sayLink = (what: string, link: NewLink): string =>
  `${what}, once, until ${link.expiresAt.toISOString()}:\n\n  ${link.url}\n`;

async function list(): Promise<string> {
  const [people, invitations] = await Promise.all([listPeople(), listInvitations()]);
  const rows = [
    ...people.map((person) => [person.email, person.name, person.roles.join(" "), person.state]),
    ...invitations.map((open) => [open.email, open.name, open.roles.join(" "), "invited"]),
  ];
  if (rows.length === 0) return "Nobody is here yet. The link for the first person is printed by npm start.";
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
