// Run by the tests as a process of its own: starts the embedded server, says where, and waits to be ended.
import { createLogger } from "../../../lib/base/index";
import { startEmbedded } from "../../../lib/db/embedded";

const [dataDir = ""] = process.argv.slice(2);
const log = createLogger("warn", process.stderr);
try {
  const embedded = await startEmbedded({ dataDir, log });
  process.once("SIGTERM", () => void embedded.stop().then(() => process.exit(0)));
  process.once("SIGUSR2", () => process.exit(3));
  setInterval(() => {}, 60_000);
  process.stdout.write(`${JSON.stringify({ ownerUrl: embedded.ownerUrl, url: embedded.url })}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
