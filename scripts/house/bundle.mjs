// Bundles the server, and each command in cli/.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLE_OPTIONS } from "./bundle-options.mjs";
import { ROOT } from "./root.mjs";

const commands = readdirSync(join(ROOT, "cli"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `cli/${name}`);

await build({
  ...BUNDLE_OPTIONS,
  absWorkingDir: ROOT,
  entryPoints: ["server.ts", ...commands],
  outdir: "dist",
  outbase: ".",
});
