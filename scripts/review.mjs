import { runCommand } from "./house/run-command.mjs";

await runCommand("review");
