import { beforeAll, describe, expect, it } from "vitest";
import { CONTRACT, type Contract, type EndpointName } from "../../../lib/api/schema";
import { newId } from "../../../lib/base/index";
import { may, ROLES, TOKEN_RIGHTS } from "../../../lib/identity/schema";
import { ask, kindsSince, latest, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let viewer: Visitor;
let everything: Visitor;

beforeAll(async () => {
  world = await openWorld();
  viewer = await visitor("vera", []);
  everything = await visitor("eve", [...ROLES]);
});

const all = Object.entries(CONTRACT) as [EndpointName, Contract][];
const isWrite = ({ method, asks }: Contract) => method !== "GET" && !asks;

/** An address of the endpoint at which there is nothing: who has no right must not even learn that. */
const lineOf = ({ method, path }: Contract) =>
  `${method} ${path
    .replace("/api/v1", "")
    .replace("{seq}", "1")
    .replaceAll(/\{\w+\}/g, () => newId())}`;

describe("a viewer", () => {
  const managing = all.filter(([, contract]) => isWrite(contract) && contract.right !== null);
  it.each(managing)("may not %s, and nothing is written", async (_, contract) => {
    const before = await latest();
    const { status, body } = await ask(world, viewer, lineOf(contract), { body: {} });
    expect({ status, code: body.code }).toEqual({ status: 403, code: "FORBIDDEN" });
    expect(await kindsSince(before)).toEqual([]);
  });

  const guarded = all.filter(([, contract]) => contract.right && !may(viewerFace(), contract.right));
  it.each(guarded)("is told no by %s before the input is looked at", async (_, contract) => {
    const { body } = await ask(world, viewer, lineOf(contract), contract.method === "GET" ? {} : { body: { x: 1 } });
    expect(body.code).toBe("FORBIDDEN");
  });
});

const viewerFace = () => ({ via: "page" as const, human: { roles: [], seesBodies: false } });

describe("an access token", () => {
  it.each(TOKEN_RIGHTS)("with the right %s opens what that right opens, and nothing else", async (right) => {
    const token = await everything.token(right);
    for (const [name, contract] of all) {
      const opens =
        !contract.page &&
        (contract.right === null || may({ ...everything, via: "token", rights: [right] }, contract.right));
      const { body } = await ask<{ code?: string } | string>(
        world,
        token,
        lineOf(contract),
        contract.method === "GET" ? {} : { body: {} },
      );
      const code = typeof body === "string" ? undefined : body.code;
      expect({ name, refused: code === "FORBIDDEN" }).toEqual({ name, refused: !opens });
    }
  });

  it("manages nothing, whatever its owner may", async () => {
    const token = await everything.token("read", "operate", "review");
    for (const [, contract] of all.filter(([, one]) => one.right?.startsWith("manage_"))) {
      const before = await latest();
      expect((await ask(world, token, lineOf(contract), contract.method === "GET" ? {} : { body: {} })).status).toBe(
        403,
      );
      expect(await kindsSince(before)).toEqual([]);
    }
  });
});

describe("every address", () => {
  it.each(all)("of %s is nobody's without a session", async (_, contract) => {
    const { status, body } = await ask(world, null, lineOf(contract), contract.method === "GET" ? {} : { body: {} });
    expect({ status, code: body.code }).toEqual({ status: 401, code: "NOT_SIGNED_IN" });
  });

  it("that writes refuses another site's page", async () => {
    for (const [, contract] of all.filter(([, one]) => one.method !== "GET")) {
      const { body } = await ask(world, everything, lineOf(contract), {
        body: {},
        headers: { origin: "https://evil.example" },
      });
      expect(body.code).toBe("CROSS_SITE");
    }
  });
});
