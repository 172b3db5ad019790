import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeLink, runPersonCommand } from "../../../lib/identity/index";
import { freshDatabase } from "../../setup/database";
import { configure, entriesSince, kindsSince, latest, person, refusal, sendEverybodyAway } from "./people";

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(async () => {
  configure();
  await sendEverybodyAway();
});

const linkIn = (text: string) => text.match(/\/link\/(csl_[\w-]+)/)?.[1] ?? "";

describe("npm run person", () => {
  it("invites by a one-time link, as the command line", async () => {
    const seq = await latest();
    const said = await runPersonCommand([
      "invite",
      "Jane@Example.com",
      "--name",
      "Jane Doe",
      "--roles=admin, approver",
    ]);
    expect(await describeLink(linkIn(said))).toMatchObject({
      kind: "invite",
      email: "jane@example.com",
      name: "Jane Doe",
      roles: ["viewer", "approver", "admin"],
    });
    const [entry] = await entriesSince(seq);
    expect(entry).toMatchObject({ kind: "human.invited", facts: { email: "jane@example.com" } });
    expect(entry?.humanId).toBeUndefined();
  });

  it("resets the password of somebody who is here", async () => {
    const jane = await person("jane", ["admin"]);
    const said = await runPersonCommand(["reset", jane.human.email.toUpperCase()]);
    expect(await describeLink(linkIn(said))).toMatchObject({ kind: "reset", email: jane.human.email });
  });

  it("lists people and open invitations", async () => {
    expect(await runPersonCommand(["list"])).toMatch(/^Nobody is here yet/);
    const jane = await person("jane", ["admin"]);
    await runPersonCommand(["invite", "sam@example.com"]);
    expect(await runPersonCommand(["list"])).toBe(
      `${jane.human.email}  jane  viewer admin  active\n${"sam@example.com".padEnd(jane.human.email.length)}  sam   viewer        invited`,
    );
  });

  it("says how it is used when the words make no sense, and does nothing", async () => {
    const seq = await latest();
    const wrong = [
      "",
      "delete x@example.com",
      "invite",
      "invite not-an-e-mail",
      "invite x@example.com --roles owner",
      "invite x@example.com --role admin",
      "list x@example.com",
      "reset x@example.com more",
    ];
    for (const words of wrong)
      expect(await refusal(runPersonCommand(words.split(" ")))).toMatchObject({
        code: "INVALID_INPUT",
        message: expect.stringContaining("npm run person -- invite EMAIL"),
      });
    expect((await refusal(runPersonCommand(["reset", "nobody@example.com"]))).code).toBe("NOT_FOUND");
    expect(await kindsSince(seq)).toEqual([]);
  });
});
