import { type SpawnOptions, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { AppError, digestOf, type Logger } from "../base/index";
import type { Binaries } from "./postgres-binaries";

/**
 * On whose account PostgreSQL runs, which refuses root: the words before its command, the user to become, where the
 * programs are and where the data is.
 */
export type Account = { before: string[]; ids: { uid?: number; gid?: number }; programs: string; home: string };

export type AccountOptions = {
  binaries: Binaries;
  dataDir: string;
  log: Logger;
  /** Where root puts what must not lie in a folder closed to the user that PostgreSQL runs as. */
  elsewhere?: string;
};

const ELSEWHERE = "/var/lib/countersign";
const NOTE = "postgres-is-elsewhere";

/**
 * Chooses how PostgreSQL runs for this data folder: as the present user; as root, in a user namespace where it is not
 * root, or as an unprivileged user, with the data beside our own files where that user can reach them and in
 * /var/lib/countersign where not.
 *
 * @throws INVALID_INPUT when no way works.
 */
export function chooseAccount(options: AccountOptions): Account {
  const { binaries, dataDir } = options;
  const home = homeOf(dataDir);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const own: Account = { before: [], ids: {}, programs: binaries.folder, home };
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && hasName()) return own;
  if (isRoot) {
    const keeper = keeperOf(own);
    if (keeper) return keeper;
  }
  const mapped = { ...own, before: namespace() };
  if (mapped.before.length > 0 && reaches(mapped, mapped.home)) return mapped;
  if (isRoot) return becomeOther(own, options);
  throw new AppError(
    "INVALID_INPUT",
    `PostgreSQL cannot run as user ${process.getuid?.()}, which has no name on this machine. Run as a user with an account, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** The user who already keeps the data, when that is not root: an earlier start, perhaps without sudo. */
function keeperOf(own: Account): Account | null {
  const cluster = join(own.home, "db");
  const { uid, gid } = statSync(existsSync(cluster) ? cluster : own.home);
  if (uid === 0) return null;
  const keeper = { ...own, ids: { uid, gid } };
  return reaches(keeper, own.home) ? keeper : null;
}

function becomeOther(own: Account, { binaries, dataDir, log, elsewhere = ELSEWHERE }: AccountOptions): Account {
  const user = unprivilegedUser();
  if (!user)
    throw new AppError("INVALID_INPUT", "PostgreSQL refuses to run as root, and this machine has no other user.");
  const other: Account = { ...own, ids: { uid: user.uid, gid: user.gid } };
  // others may pass through to the database, and still may not list the folder; the keys have a closed folder
  chmodSync(dataDir, 0o711);
  if (!canEnter(other, dataDir)) {
    other.home = join(elsewhere, `data-${digestOf(dataDir).slice(0, 16)}`);
    log.warn(`${dataDir} is closed to ${user.name}, who runs PostgreSQL, so the database is in ${other.home}.`);
    moveData(own.home, other.home);
    writeFileSync(join(dataDir, NOTE), `${other.home}\n`);
  }
  if (statSync(other.home).uid !== user.uid) giveTo(user, other.home);
  if (!runs(other)) other.programs = copyPrograms(other, binaries, elsewhere);
  if (reaches(other, other.home)) return other;
  throw new AppError(
    "INVALID_INPUT",
    `The embedded PostgreSQL cannot run here as ${user.name}. Set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Takes the data along, if there is any yet; what was there keeps a name that says so. */
function moveData(from: string, to: string): void {
  if (from === to) return;
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  cpSync(from, to, { recursive: true });
  chmodSync(to, 0o700);
  renameSync(from, `${from}.moved`);
}

function giveTo(user: { uid: number; gid: number }, folder: string): void {
  chownSync(folder, user.uid, user.gid);
  for (const item of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    lchownSync(join(folder, item), user.uid, user.gid);
  }
}

function copyPrograms(account: Account, { folder, version }: Binaries, elsewhere: string): string {
  const copy = join(elsewhere, `postgres-${version}`);
  if (runs({ ...account, programs: copy })) return copy;
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  const draft = `${copy}.${process.pid}`;
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
  return copy;
}

/** Lets a program run in a namespace in which our user has another number. Empty where the system does not allow it. */
function namespace(): string[] {
  const user = unprivilegedUser();
  if (process.platform !== "linux" || !user) return [];
  const before = ["unshare", "--user", `--map-user=${user.uid}`, `--map-group=${user.gid}`, "--"];
  return spawnSync("unshare", [...before.slice(1), "true"], { stdio: "ignore" }).status === 0 ? before : [];
}

/** The user to become: PostgreSQL's own where there is one. Its initdb wants a user with a name. */
function unprivilegedUser(): { name: string; uid: number; gid: number } | null {
  if (!existsSync("/etc/passwd")) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== "" && uid > 0 && gid > 0);
  return (
    users.find(({ name }) => name === "postgres") ?? users.find(({ name }) => name === "nobody") ?? users[0] ?? null
  );
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/** The folder that holds the database of a data folder: inside it, or where a note in it says. */
export function homeOf(dataDir: string): string {
  const note = join(dataDir, NOTE);
  return existsSync(note) ? readFileSync(note, "utf8").trim() : join(dataDir, "postgres");
}

const reaches = (account: Account, folder: string) => runs(account) && canWrite(account, folder);
const runs = (account: Account) => succeeds(account, join(account.programs, "bin", "postgres"), ["--version"]);
const canWrite = (account: Account, folder: string) =>
  succeeds(account, "/bin/sh", ["-c", 'cd "$0" && test -w .', folder]);

/** Tells whether the account may pass through a folder and everything above it. */
export const canEnter = (account: Account, folder: string) => succeeds(account, "/bin/sh", ["-c", 'cd "$0"', folder]);

function succeeds(account: Account, command: string, args: string[]): boolean {
  const [program, words, options] = asAccount(account, command, args);
  return spawnSync(program, words, { ...options, cwd: "/", stdio: "ignore" }).status === 0;
}

/** What to hand to `spawn` so that a command runs on the account, with an environment that says nothing of ours. */
export function asAccount(account: Account, command: string, args: string[]): [string, string[], SpawnOptions] {
  const [program = command, ...words] = [...account.before, command, ...args];
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", HOME: dirname(account.home) };
  return [program, words, { ...account.ids, env: env as unknown as NodeJS.ProcessEnv }];
}
