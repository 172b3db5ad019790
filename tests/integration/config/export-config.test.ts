import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportConfig } from "../../../lib/config/index";
import { db } from "../../../lib/db/index";
import { disablePerson } from "../../../lib/identity/index";
import { completeRule, saveRule } from "../../../lib/policy/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { disableServer } from "../../../lib/servers/index";
import { registerAgent } from "../../../lib/tokens/index";
import { apply, eachInItsOwnHouse, kindsSince, latest, makePageAdmin, PEOPLE, SECRETS, WHOLE } from "./applying";

eachInItsOwnHouse();

describe("an export", () => {
  it("read back changes nothing at all, when a file declared everything", async () => {
    await apply(
      WHOLE.replace(
        "idle: 1m",
        "idle: 1m, on: false, reviewBy: { read: page }, sign: { destructive: device_passkey }, agentKeys: deny",
      ).replace(
        "tools: [echo, get-sum] }] }",
        'tools: [echo, get-sum] }], ttl: { idle: 2m, end: 36h }, calls: 9 }\n    note: "yes: # a \\"note\\""',
      ),
    );
    const seq = await latest();
    const { yaml } = await exportConfig();
    expect((await apply(yaml)).changes).toEqual([]);
    expect(await kindsSince(seq)).toEqual([]);
  });

  it("holds no secret, and names the variables that must be set", async () => {
    await apply(WHOLE);
    const { yaml, variables } = await exportConfig();
    expect(variables.toSorted()).toEqual(Object.keys(SECRETS).toSorted());
    for (const secret of Object.values(SECRETS)) expect(yaml).not.toContain(secret.replace("Bearer ", ""));
    const columns = [
      ...(await db().human.findMany()).map(({ passwordHash }) => passwordHash),
      ...(await db().accessToken.findMany()).map(({ hash }) => hash),
      ...(await db().agentCredential.findMany()).map(({ hash }) => hash),
      ...(await db().upstreamCredential.findMany()).map(({ sealed }) => sealed),
    ];
    for (const stored of columns) if (stored) expect(yaml).not.toContain(stored);
    expect(parse(yaml)).toMatchObject({
      servers: { everything: { credential: { header: "Authorization", value: "env:EVERYTHING_CREDENTIAL" } } },
      agents: { "release-bot": { auth: { secret: "env:RELEASE_BOT_SECRET", key: "env:RELEASE_BOT_KEY" } } },
      people: [
        { email: "jane@example.com", name: "Jane", roles: ["viewer"] },
        { email: "sam@example.com", roles: ["approver", "admin"], password: "env:SAM_PASSWORD" },
      ],
    });
  });

  it("of what was made on the pages gives it to the file, and changes nothing else", async () => {
    const admin = await makePageAdmin();
    await apply(WHOLE);
    await registerAgent(admin, {
      name: "other-bot",
      ownerId: admin.human.id,
      charter: { purpose: "Look\naround: #carefully", scope: [{ server: "everything", tools: ["echo"] }] },
    });
    await saveRule(admin.human, { body: completeRule({ name: "mine", priority: 9, match: { tool: "*" } }) });
    const seq = await latest();
    const { changes } = await apply((await exportConfig()).yaml);
    expect(changes).toEqual([
      `${admin.human.email}, made on the page, now belongs to the file`,
      "rule mine, made on the page, now belongs to the file",
      "agent other-bot, made on the page, now belongs to the file",
    ]);
    expect(await kindsSince(seq)).toEqual(["config.applied"]);
    const again = await exportConfig();
    expect((await apply(again.yaml)).changes).toEqual([]);
  });

  it("leaves out what is disabled on the page, and says so; a server that a person stopped stays stopped", async () => {
    const admin = await makePageAdmin();
    await apply(WHOLE);
    const gone = await makePageAdmin();
    await disablePerson(admin, gone.human.id, "left");
    const { id } = await db().server.findUniqueOrThrow({ where: { name: "everything" } });
    await disableServer(admin.human, id, "It behaves oddly.");
    const { yaml } = await exportConfig();
    expect(yaml).toContain(`# Left out, because they are disabled: ${gone.human.email}`);
    expect(yaml).toContain("# disabled by a person; this file does not enable it");
    await apply(yaml);
    const states = await db().human.findMany({ where: { state: "disabled" }, select: { email: true } });
    expect(states).toEqual([{ email: gone.human.email }]);
    expect((await db().server.findUniqueOrThrow({ where: { id } })).state).toBe("disabled");
  });

  it("gives each secret a variable of its own", async () => {
    const twins = PEOPLE.replaceAll("jane@example.com", "sam@other.example").replace(
      "roles: [viewer] }",
      "roles: [viewer], password: env:SAM_PASSWORD }",
    );
    await apply(twins);
    const { variables } = await exportConfig();
    expect(variables).toEqual(["SAM_PASSWORD", "SAM_TOKEN", "SAM_OTHER_EXAMPLE_PASSWORD"]);
  });

  it("of a new installation is its default rule, every number of it", async () => {
    const { yaml, variables } = await exportConfig();
    expect(variables).toEqual([]);
    expect(parse(yaml).rules).toMatchObject([{ name: "default", idle: "15m", lease: "1h", end: "8h", stall: "10m" }]);
    const seq = await latest();
    expect((await apply(yaml)).changes).toEqual(["rule default, made on the page, now belongs to the file"]);
    expect(await kindsSince(seq)).toEqual(["config.applied"]);
    expect(DEFAULT_RULE.name).toBe("default");
  });
});
