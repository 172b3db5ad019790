import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureDefaultRule } from "../../../lib/policy/index";
import { freshDatabase } from "../../setup/database";

const ROOT = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "countersign-command-"));
let url = "";
beforeAll(async () => {
  url = await freshDatabase();
  await ensureDefaultRule();
});

/** Runs the command as scripts/config.mjs does, typed in `folder`. */
function config(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { PATH } = process.env;
  const env = { NODE_ENV: "test" as const, PATH, INIT_CWD: folder, DATABASE_URL: url, BOT_SECRET: "b".repeat(40) };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", "cli/config.ts", ...words], { cwd: ROOT, env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

describe("the command config", () => {
  it("checks a file without a database, and says what it cannot know", { timeout: 60_000 }, async () => {
    const charter = "{ purpose: p, scope: [{ server: files, tools: [t] }] }";
    const auth = "{ secret: env:BOT_SECRET }";
    writeFileSync(
      join(folder, "good.yaml"),
      `agents: { bot: { owner: jane@example.com, auth: ${auth}, charter: ${charter} } }`,
    );
    const { code, out } = await config("check", "good.yaml");
    expect([code, out]).toEqual([
      0,
      "No mistakes: 0 people, 0 servers, 1 agents, 0 rules.\n" +
        "Not in the file, so they must be there when it is applied: jane@example.com, files\n",
    ]);
  });

  it("tells the mistakes of a file with their lines, and fails", { timeout: 60_000 }, async () => {
    writeFileSync(join(folder, "bad.yaml"), "serverz: {}\n");
    const { code, err } = await config("check", "bad.yaml");
    expect(code).toBe(1);
    expect(err).toContain(`${join(folder, "bad.yaml")}:1:1 serverz: There is no such key. Did you mean servers?`);
  });

  it("writes the present state, but over no file that is there", { timeout: 90_000 }, async () => {
    const first = await config("export", "--file", "state.yaml");
    expect([first.code, first.out]).toEqual([0, ""]);
    const written = readFileSync(join(folder, "state.yaml"), "utf8");
    expect(written).toContain("name: default");
    const second = await config("export", "--file", "state.yaml");
    expect(second.code).toBe(1);
    expect(second.err).toContain("exists already");
    expect(readFileSync(join(folder, "state.yaml"), "utf8")).toBe(written);
    expect((await config("export")).out).toBe(written);
  });

  it("says how it is used", { timeout: 60_000 }, async () => {
    for (const words of [[], ["check"], ["export", "--no-such-option"]]) {
      const { code, err } = await config(...words);
      expect(code).toBe(1);
      expect(err).toContain("npm run config -- check countersign.yaml");
    }
  });
});
