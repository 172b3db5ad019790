// Bundles our own TypeScript for Node: the server, and each command in cli/. Packages stay in node_modules.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./root.mjs";

const commands = readdirSync(join(ROOT, "cli"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `cli/${name}`);

await build({
  absWorkingDir: ROOT,
  entryPoints: ["server.ts", ...commands],
  outdir: "dist",
  outbase: ".",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
