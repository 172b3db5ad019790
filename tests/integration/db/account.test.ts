import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "../../../lib/base/index";
import { clusterOf, makeCluster } from "../../../lib/db/cluster";
import { type Account, chooseAccount } from "../../../lib/db/postgres-account";
import { findBinaries } from "../../../lib/db/postgres-binaries";
import { launch, makeSocketFolder } from "../../../lib/db/postgres-launch";
import { stopPostmaster } from "../../../lib/db/postmaster";

const log = createLogger("silent");
const binaries = findBinaries();
let root = "";
let dataDir = "";
let elsewhere = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-test-"));
  chmodSync(root, 0o755);
  elsewhere = join(root, "elsewhere");
  makeDataDir(join(root, "data"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

function makeDataDir(folder: string): void {
  dataDir = folder;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

const choose = () => chooseAccount({ binaries, dataDir, log, elsewhere });

/** Makes a database on the account, starts it and stops it. */
async function serves(account: Account): Promise<boolean> {
  await makeCluster(account, binaries);
  const socketFolder = makeSocketFolder(account);
  const server = await launch({ account, binaries, dataDir }, socketFolder);
  if (server) await stopPostmaster(server.pid);
  rmSync(socketFolder, { recursive: true, force: true });
  return server !== null;
}

const ownerOf = (account: Account) => statSync(clusterOf(account)).uid;

/** A system that allows no user namespaces, as many containers do. */
const withoutNamespaces = () => vi.stubEnv("PATH", "/nowhere");

function whenRoot(): void {
  it("runs inside a folder closed to everybody else, where the system has user namespaces", async () => {
    chmodSync(root, 0o700);
    const account = choose();
    expect(await serves(account)).toBe(true);
    const inPlace = account.home === join(dataDir, "postgres");
    expect(inPlace ? ownerOf(account) === 0 : account.home.startsWith(elsewhere)).toBe(true);
  });

  it("becomes an unprivileged user where there are none, with the data in its place", async () => {
    withoutNamespaces();
    const account = choose();
    expect(account).toMatchObject({ before: [], home: join(dataDir, "postgres") });
    expect(await serves(account)).toBe(true);
    expect(ownerOf(account)).toBe(account.ids.uid);
    expect(statSync(dataDir).mode & 0o777).toBe(0o711);
  });

  it("takes data and programs elsewhere when that user cannot reach them, and finds them there again", async () => {
    const before = choose();
    expect(await serves(before)).toBe(true);
    withoutNamespaces();
    makeDataDir(join(root, "closed", "data"));
    chmodSync(join(root, "closed"), 0o700);
    const closed = { ...binaries, folder: join(root, "closed", "native") };
    const { cpSync } = await import("node:fs");
    cpSync(binaries.folder, closed.folder, { recursive: true, verbatimSymlinks: true });
    cpSync(before.home, join(dataDir, "postgres"), { recursive: true });

    const first = chooseAccount({ binaries: closed, dataDir, log, elsewhere });
    expect(first.home.startsWith(elsewhere)).toBe(true);
    expect(first.programs.startsWith(elsewhere)).toBe(true);
    expect(existsSync(join(clusterOf(first), "PG_VERSION"))).toBe(true);
    expect(existsSync(join(dataDir, "postgres.moved"))).toBe(true);
    expect(await serves(first)).toBe(true);
    expect(chooseAccount({ binaries: closed, dataDir, log, elsewhere })).toEqual(first);
  });

  it("leaves data that an ordinary user made to that user", async () => {
    withoutNamespaces();
    const { ids } = choose();
    vi.unstubAllEnvs();
    expect(choose()).toMatchObject({ before: [], ids });
  });
}

describe("the account PostgreSQL runs on", () => {
  if (process.getuid?.() === 0) whenRoot();
  else
    it("is the present user's", async () => {
      const account = choose();
      expect(account).toMatchObject({ before: [], ids: {}, home: join(dataDir, "postgres") });
      expect(await serves(account)).toBe(true);
    });
});
