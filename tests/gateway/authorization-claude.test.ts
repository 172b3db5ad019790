import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAdmin, makeRegistered, makeServer } from "../factories/tokens";
import { freshDatabase } from "../setup/database";
import { type Door, openDoor } from "./authorization-door";

let door: Door;
const home = mkdtempSync(join(tmpdir(), "claude-home-"));
beforeAll(async () => {
  await freshDatabase();
  door = await openDoor();
  await makeServer("files");
});
afterAll(async () => {
  await door.close();
  rmSync(home, { recursive: true, force: true });
});

/** The program itself: its package is a wrapper that an install script would have to complete. */
function findClaude(): string {
  const name = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "claude");
}

describe("Claude Code", { timeout: 180_000 }, () => {
  it("connects with an agent key by the command that is shown with it", async () => {
    const made = await makeRegistered(await makeAdmin(), { credential: "key" });
    const command = made.snippets.find((snippet) => snippet.id === "claude-code")?.text ?? "";
    expect(command).toMatch(/^claude mcp add /);
    const env = {
      ...process.env,
      HOME: home,
      CLAUDE_CONFIG_DIR: home,
      DISABLE_TELEMETRY: "1",
      DISABLE_AUTOUPDATER: "1",
    };
    const run = (script: string) =>
      promisify(execFile)("sh", ["-c", `claude() { "${findClaude()}" "$@"; }; ${script}`], { cwd: home, env });
    await run(command);
    const { stdout } = await run("claude mcp list");
    expect(stdout).toMatch(/files: .*\/mcp\/files .*Connected/);
    expect(door.seen.at(-1)).toMatchObject({ agentId: made.agent.id, via: "key" });
  });
});
