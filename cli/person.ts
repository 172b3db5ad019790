import { AppError, configureKeys, createLogger, parseEnv, publicUrlOf } from "../lib/base/index";
import { withDatabase } from "../lib/db/embedded";
import { configureIdentity, findHumanByEmail, resetPassword } from "../lib/identity/index";

const [what, email] = process.argv.slice(2);
if (what !== "reset" || !email)
  throw new AppError("INVALID_INPUT", "What should be done? npm run person -- reset jane@example.com");
const env = parseEnv();
await withDatabase({ env, log: createLogger("warn") }, async () => {
  configureIdentity({ publicUrl: publicUrlOf(env), secret: configureKeys(env).session });
  const human = await findHumanByEmail(email);
  if (!human) throw new AppError("NOT_FOUND", `There is nobody with the e-mail address ${email}.`);
  const { url, expiresAt } = await resetPassword("command line", human.id);
  process.stdout.write(`A new password for ${human.email}, until ${expiresAt.toISOString()}, once: ${url}\n`);
});
