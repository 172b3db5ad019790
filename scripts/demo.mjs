// npm run demo: the whole story on this machine. Two servers, two people with printed passwords, and an agent made with
// the official SDK that works, waits for approvals, idles, resumes, and leaves its scope. Nothing of it outlives the demo.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnv } from "./house/clean-env.mjs";
import { prepare } from "./house/prepare.mjs";
import { ROOT } from "./house/root.mjs";
import { command, Stop } from "./house/step.mjs";

const PORT = process.env.PORT ?? "3000";
const BASE = `http://localhost:${PORT}`;
const password = () => randomBytes(9).toString("base64url");

await command(async () => {
  await prepare({ server: true, pages: true });
  const folder = mkdtempSync(join(tmpdir(), "countersign-demo-"));
  const secrets = {
    DEMO_JANE_PASSWORD: password(),
    DEMO_SAM_PASSWORD: password(),
    DEMO_AGENT_SECRET: `css_${randomBytes(32).toString("base64url")}`,
  };
  const children = [];
  const start = (name, args, env, quiet = true) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...cleanEnv({ NODE_ENV: "production" }), ...env },
      stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
    });
    children.push({ name, child });
    return child;
  };
  const end = () => {
    for (const { child } of children) child.kill("SIGTERM");
    setTimeout(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(0);
    }, 4000);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  start("everything", ["node_modules/@modelcontextprotocol/server-everything/dist/index.js", "streamableHttp"], {
    PORT: "3901",
  });
  start("notes", ["--import", "tsx", "demo/notes-server.ts"], {
    NOTES_PORT: "3902",
    NOTES_FOLDER: join(folder, "notes"),
  });
  const server = start("countersign", ["dist/server.mjs"], {
    ...secrets,
    PORT,
    DATA_DIR: join(folder, "data"),
    COUNTERSIGN_CONFIG: join(ROOT, "demo/countersign.yaml"),
    LOG_LEVEL: "warn",
  });
  server.once("exit", (code) => code && end());
  await untilReady(server);
  process.stdout.write(`
  Countersign runs at ${BASE}

    Sam, who approves   sam@example.com    ${secrets.DEMO_SAM_PASSWORD}
    Jane, who owns the  jane@example.com   ${secrets.DEMO_JANE_PASSWORD}
    agent and the rules

  Sign in as Sam and open the inbox: the agent's first call is about to wait there. Its notes lie in
  ${join(folder, "notes")}
  Ctrl-C ends the demo and removes all of it.

`);
  start(
    "agent",
    ["--import", "tsx", "demo/agent.ts"],
    { ...secrets, DEMO_URL: BASE, DEMO_AGENT_ID: "notes-bot" },
    false,
  );
  await new Promise(() => {});
});

async function untilReady(server) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Stop("Countersign did not start; see above.");
    const ready = await fetch(`${BASE}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Stop("Countersign was not ready in a minute.");
}
