import { resolve } from "node:path";
import { loadEnvFile, prepare } from "./prepare.mjs";
import { command } from "./step.mjs";

/**
 * Runs one of the commands in cli/, in this process, after the set-up it needs.
 *
 * @param takesFile Whether its first word is a file, to be found from where the command was typed.
 */
export async function runCommand(name, { takesFile = false } = {}) {
  await command(async () => {
    const typedIn = process.env.INIT_CWD ?? process.cwd();
    if (takesFile && process.argv[2]) process.argv[2] = resolve(typedIn, process.argv[2]);
    await prepare({ server: true });
    loadEnvFile();
    process.env.NODE_ENV = "production";
    process.setSourceMapsEnabled(true);
    await import(`../../dist/cli/${name}.mjs`);
  });
}
