// npm start: whatever is missing is installed, generated and built; then the server runs in this very process, so that
// signals and exit codes are its own.
import { loadEnvFile, prepare } from "./house/prepare.mjs";
import { command } from "./house/step.mjs";

await command(() => prepare({ server: true, pages: true }));
loadEnvFile();
process.env.NODE_ENV = "production";
process.setSourceMapsEnabled(true);
await command(() => import("../dist/server.mjs"));
