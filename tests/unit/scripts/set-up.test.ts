import { describe, expect, it } from "vitest";
import { runSnippet, startSnippet } from "./run-snippet";

describe("the set-up", () => {
  it("refuses a Node that is too old, and notes one that is out of support", () => {
    const tell = `const said = []; console.warn = (line) => said.push(line);
      const tell = (version) => { try { house.checkNode(version); return "ok"; } catch (error) { return error.message; } };
      answer([tell("18.20.4"), tell("20.18.1"), tell("20.19.0"), tell("22.12.0"), tell("24.1.0"), said]);`;
    const [old, almost, ...rest] = runSnippet<unknown[]>("node-version.mjs", tell, { COUNTERSIGN_NODE_NOTED: "" });
    expect(old).toMatch(/This is Node 18.20.4. Countersign needs 20.19 or newer/);
    expect(almost).toMatch(/needs 20.19/);
    expect(rest).toEqual(["ok", "ok", "ok", [expect.stringContaining("out of support")]]);
  });

  it("drops inherited choices that would leave packages or scripts out", () => {
    const inherited = {
      NODE_ENV: "production",
      npm_config_omit: "dev",
      NPM_CONFIG_IGNORE_SCRIPTS: "true",
      npm_config_production: "true",
      npm_config_registry: "https://registry.example.com/",
      HTTPS_PROXY: "http://proxy.example.com:8080",
    };
    const env = runSnippet<Record<string, string>>(
      "clean-env.mjs",
      "answer(house.cleanEnv({ EXTRA: '1' }));",
      inherited,
    );
    for (const name of ["NODE_ENV", "npm_config_omit", "NPM_CONFIG_IGNORE_SCRIPTS", "npm_config_production"])
      expect(env).not.toHaveProperty(name);
    expect(env).toMatchObject({
      npm_config_registry: inherited.npm_config_registry,
      HTTPS_PROXY: inherited.HTTPS_PROXY,
      EXTRA: "1",
    });
    expect(env.PRISMA_SCHEMA_ENGINE_BINARY).toBe(process.execPath);
  });

  it("tells sources that changed from sources that did not", () => {
    const lines = `const one = house.fingerprint(["package.json", "missing"]);
      answer([one === house.fingerprint(["package.json"]), one === house.fingerprint(["package.json", "biome.json"])]);`;
    expect(runSnippet("fingerprint.mjs", lines)).toEqual([true, false]);
  });

  it("takes turns with another command's", async () => {
    const lines = `await house.alone(async () => {
        const began = Date.now();
        await new Promise((done) => setTimeout(done, 300));
        answer({ began, ended: Date.now() });
      });`;
    const turn = () => startSnippet<{ began: number; ended: number }>("alone.mjs", lines);
    const [first, second] = (await Promise.all([turn(), turn()])).sort((a, b) => a.began - b.began);
    expect(second?.began).toBeGreaterThanOrEqual(first?.ended ?? 0);
  });
});
