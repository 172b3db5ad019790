import { describe, expect, it } from "vitest";
import { exportConfig } from "../../../lib/config/index";
import { db } from "../../../lib/db/index";
import { changeGroup, listGroups } from "../../../lib/identity/index";
import { listRules } from "../../../lib/policy/index";
import { apply, eachInItsOwnHouse } from "./applying";

eachInItsOwnHouse();

const FILE = `
people:
  - { email: jane@example.com, roles: [admin, approver], breakGlass: true }
  - { email: sam@example.com, roles: [approver] }
  - { email: sam-two@example.com, roles: [approver], samePersonAs: sam@example.com }
groups:
  security: [sam@example.com, jane@example.com]
rules:
  - { name: default, approvers: [2, { approve: 1, group: security, reason: "OPS-#" }], denials: 2, breakGlass: 5m,
      escalate: { before: 10m, role: admin, approve: 1 } }
`;

describe("groups and approvers of a configuration file", () => {
  it("become what the file says, once, and cannot be changed on the page", async () => {
    await apply(FILE);
    const [group] = await listGroups();
    expect(group).toMatchObject({ name: "security", source: "config" });
    expect(group?.members.map(({ email }) => email)).toEqual(["jane@example.com", "sam@example.com"]);
    const people = await db().human.findMany({ orderBy: { email: "asc" } });
    expect(people.map(({ breakGlass }) => breakGlass)).toEqual([true, false, false]);
    const sam = people.find(({ email }) => email === "sam@example.com");
    expect(people.find(({ email }) => email === "sam-two@example.com")?.samePersonAs).toBe(sam?.id);
    expect((await listRules())[0]).toMatchObject({
      approvers: [{ approve: 2 }, { approve: 1, group: "security", reason: "OPS-#" }],
      denials: 2,
      escalate: { beforeSeconds: 600, role: "admin", approve: 1 },
      breakGlassSeconds: 300,
    });
    const again = await apply(FILE);
    expect(again.changes).toEqual([]);
    await expect(changeGroup("command line", group?.id ?? "", { memberIds: [] })).rejects.toMatchObject({
      code: "CONFIG_OWNED",
    });
    expect((await exportConfig()).yaml).toContain("security: [ jane@example.com, sam@example.com ]");
    expect((await exportConfig()).yaml).toContain("samePersonAs: sam@example.com");
  });

  it("go back to the pages with their members when the file no longer declares them", async () => {
    await apply(FILE);
    await apply(FILE.replace(/groups:\n.*\n/, "").replace(/, \{ approve: 1, group.*?\}\]/, "]"));
    expect((await listGroups())[0]).toMatchObject({ source: "page", members: [{}, {}] });
  });

  it("are refused with their line when a group, a member or a twin does not exist, and nothing is written", async () => {
    const wrong = FILE.replace("group: security", "group: securty")
      .replace("security: [sam@", "security: [nobody@")
      .replace("samePersonAs: sam@", "samePersonAs: sma@");
    await expect(apply(wrong)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(
        /There is no sma@example\.com here[\s\S]*There is no nobody@example\.com here[\s\S]*There is no group securty\. Did you mean security\?/,
      ),
    });
    expect(await db().group.count()).toBe(0);
    expect(await db().human.count()).toBe(0);
  });
});
