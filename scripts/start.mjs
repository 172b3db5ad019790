// npm start: whatever is missing is installed, generated and built; then the server runs in this very process, so that
// signals and exit codes are its own.
import * as module from "node:module";
import { join } from "node:path";
import { loadEnvFile, prepare } from "./house/prepare.mjs";
import { ROOT } from "./house/root.mjs";
import { command } from "./house/step.mjs";

await command(() => prepare({ server: true, pages: true }));
loadEnvFile();
process.env.NODE_ENV = "production";
process.setSourceMapsEnabled(true);
// Node 22 and newer keep what they compiled for the next start
module.enableCompileCache?.(join(ROOT, ".stamp/compiled"));
await command(() => import("../dist/server.mjs"));
