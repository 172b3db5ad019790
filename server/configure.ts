import { followTask, pauseForStanding } from "../lib/approvals/index";
import {
  configureEgress,
  configureKeys,
  type Env,
  isLoopbackHost,
  type Keys,
  keyFile,
  signingKeyFrom,
} from "../lib/base/index";
import { configureCredentials } from "../lib/credentials/index";
import { configureIdentity } from "../lib/identity/index";
import { configureNotify } from "../lib/notify/index";
import { configureServers } from "../lib/servers/index";
import { followTasks, forgetFollowers, tasksNaming, tightenTasks } from "../lib/tasks/index";
import { configureTokens } from "../lib/tokens/index";

/**
 * Hands every module what it needs to know of this installation, and ties together what the import law keeps apart:
 * a tool that changes raises the epochs of tasks, a task that moves ends its approvals and holds.
 */
export function configureModules(env: Env, publicUrl: string, version: string): Keys {
  const keys = configureKeys(env);
  configureEgress({ allowedRanges: env.UPSTREAM_PRIVATE_RANGES, loopback: isLoopbackHost(env.HOST) });
  configureIdentity({
    publicUrl,
    secret: keys.session,
    issuer: issuerOf(env),
    proxies: env.TRUSTED_PROXIES,
    onStandingLost: pauseForStanding,
  });
  configureCredentials({ sealingKey: keys.sealing });
  configureTokens({ publicUrl, signingKey: keyFile("signing", signingKeyFrom), cookieKeys: keys.cookies });
  configureServers({
    version,
    onTighten: async (tx, { serverName, tools, reason }) =>
      tightenTasks(tx, await tasksNaming(tx, serverName, tools), reason),
  });
  configureNotify({ publicUrl });
  forgetFollowers();
  followTasks(followTask);
  return keys;
}

function issuerOf(env: Env) {
  if (!env.OIDC_ISSUER || !env.OIDC_CLIENT_ID || !env.OIDC_CLIENT_SECRET) return null;
  return {
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    name: env.OIDC_NAME,
    admits: env.OIDC_ADMITS,
    trustsEmail: env.OIDC_TRUSTS_EMAIL,
  };
}
