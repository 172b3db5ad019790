// The set-up alone, for continuous integration and image builds: packages and database client; with --build the pages
// and the server as well.
import { prepare } from "./house/prepare.mjs";
import { command } from "./house/step.mjs";

const build = process.argv.includes("--build");
await command(() => prepare({ server: build, pages: build }));
