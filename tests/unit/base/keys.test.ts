import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configureKeys, keyFile, parseEnv, signingKeyFrom } from "../../../lib/base/index";

const DATABASE_URL = "postgresql://countersign@localhost/countersign";
const AUTH_SECRET = "a secret of more than thirty-two characters";
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (input: Record<string, string> = {}) => configureKeys(parseEnv({ DATA_DIR: folder, ...input }));

describe("the keys of an installation", () => {
  it("are made once, for their owner's eyes only, and are the same afterwards", () => {
    const first = open();
    const signing = keyFile("signing", signingKeyFrom);
    expect(first.madeIn).toBe(join(folder, "keys"));
    expect(first.sealing).toHaveLength(32);
    expect(statSync(join(folder, "keys")).mode & 0o777).toBe(0o700);
    const names = readdirSync(join(folder, "keys")).sort();
    expect(names).toEqual(["cookies", "sealing", "session", "signing"]);
    for (const name of names) expect(statSync(join(folder, "keys", name)).mode & 0o777).toBe(0o600);

    expect(open()).toEqual({ ...first, madeIn: null });
    expect(keyFile("signing", signingKeyFrom)).toBe(signing);
  });

  it("with DATABASE_URL are never made up", () => {
    expect(() => open({ DATABASE_URL })).toThrow(/must be given.*Set AUTH_SECRET/s);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("with DATABASE_URL follow from AUTH_SECRET, the same on every instance, each different from the others", () => {
    const one = open({ DATABASE_URL, AUTH_SECRET });
    const signing = keyFile("signing", signingKeyFrom);
    const other = open({ DATABASE_URL, AUTH_SECRET, DATA_DIR: join(folder, "elsewhere") });
    expect(other).toEqual(one);
    expect(keyFile("signing", signingKeyFrom)).toBe(signing);
    expect(new Set([one.session, one.cookies[0], one.sealing.toString("base64url")]).size).toBe(3);
    expect(readdirSync(folder)).toEqual([]);
    expect(open({ DATABASE_URL, AUTH_SECRET: `${AUTH_SECRET}!` }).sealing).not.toEqual(one.sealing);
  });

  it("with DATABASE_URL may be another instance's folder", () => {
    const first = open();
    keyFile("signing", signingKeyFrom);
    expect(open({ DATABASE_URL })).toEqual({ ...first, madeIn: null });
  });

  it("prefer their variable", () => {
    const sealing = Buffer.alloc(32, 7);
    open();
    expect(open({ SEALING_KEY: sealing.toString("base64"), AUTH_SECRET })).toMatchObject({
      session: AUTH_SECRET,
      sealing,
    });
  });

  it("refuse a file that lost its content instead of replacing it", () => {
    open();
    writeFileSync(join(folder, "keys", "sealing"), "");
    expect(() => open()).toThrow(/is empty.*backup/);
    writeFileSync(join(folder, "keys", "sealing"), "c2hvcnQ=");
    expect(() => open()).toThrow(/damaged/);
  });
});

describe("a signing key", () => {
  it("signs, and follows from its seed alone", () => {
    const pem = signingKeyFrom(Buffer.alloc(48, 1));
    const key = createPrivateKey(pem);
    const signature = sign("sha256", Buffer.from("text"), key);
    expect(verify("sha256", Buffer.from("text"), createPublicKey(key), signature)).toBe(true);
    expect(signingKeyFrom(Buffer.alloc(48, 1))).toBe(pem);
    expect(signingKeyFrom(Buffer.alloc(48, 2))).not.toBe(pem);
    expect(() => signingKeyFrom(Buffer.alloc(32))).toThrow(/40 bytes/);
  });
});
