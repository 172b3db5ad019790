import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let admin: Visitor;

beforeAll(async () => {
  world = await openWorld();
  admin = await visitor("anton", ["admin"]);
});

const rows = async () => (await ask<OutputOf<"listAgents">>(world, admin, "GET /agents")).body.items;

describe("an agent in the list", () => {
  it("says by what it can come now, and nothing of what was revoked", async () => {
    const made = await ask<OutputOf<"createAgent">>(world, admin, "POST /agents", {
      body: { name: "two-ways", ownerId: admin.human.id },
    });
    const { agent, credential } = made.body;
    expect(agent.kinds).toEqual(["secret"]);
    await ask(world, admin, `POST /agents/${agent.id}/credentials`, { body: { kind: "key" } });
    expect((await rows())[0]?.kinds).toEqual(["secret", "key"]);
    await ask(world, admin, `DELETE /agents/${agent.id}/credentials/${credential.id}`);
    expect((await rows())[0]?.kinds).toEqual(["key"]);
  });
});
