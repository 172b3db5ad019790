import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf } from "../../../lib/api/schema";
import { verifySignedReview } from "../../../lib/approvals/index";
import { db } from "../../../lib/db/index";
import { configureIdentity, identitySettings } from "../../../lib/identity/index";
import type { EnrolmentOptions, SigningOptions } from "../../../lib/identity/schema";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { makeHeldCall, makeHold, shownOf } from "../../factories/holds";
import { makeRunningTask } from "../../factories/tasks";
import { type FakePasskey, makePasskey } from "../../fakes/passkey";
import { ask, openWorld, type Visitor, visitor, type World } from "./world";

let world: World;
let sam: Visitor;
let ada: Visitor;
let auditor: Visitor;
let passkey: FakePasskey;

beforeAll(async () => {
  const opened = await openWorld();
  // Passkeys belong to a name: the same house at localhost.
  world = { ...opened, url: opened.url.replace("127.0.0.1", "localhost") };
  configureIdentity({ ...identitySettings(), publicUrl: world.url });
  sam = await visitor("sam", ["approver"]);
  ada = await visitor("ada", ["admin"]);
  auditor = await visitor("otto", ["auditor"]);
  passkey = makePasskey();
  await enrol(sam, passkey);
});

async function enrol(who: Visitor, made: FakePasskey) {
  const begun = await ask<{ id: string; options: EnrolmentOptions }>(world, who, "POST /account/passkeys/enrolments", {
    body: {},
  });
  const attestation = made.enrol(begun.body.options, world.url);
  const body = { enrolment: begun.body.id, name: "key", attestation };
  return ask<OutputOf<"enrolPasskey">>(world, who, "POST /account/passkeys", { body });
}

async function heldCall() {
  const task = await makeRunningTask();
  return makeHold(task, makeHeldCall(task), { sign: { ...DEFAULT_RULE.sign, write: "passkey" } });
}

/** Signs an answer; gives what is to be posted with it. */
async function sign(who: Visitor, approvalId: string, answer: object) {
  const begun = await ask<{ id: string; options: SigningOptions }>(
    world,
    who,
    `POST /approvals/${approvalId}/signing`,
    {
      body: answer,
    },
  );
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  return { ...answer, signature: { signing: begun.body.id, assertion: passkey.sign(begun.body.options, world.url) } };
}

describe("passkeys by the API", () => {
  it("are listed, renamed and revoked by their owner; an access token does none of it", async () => {
    const { body: row } = await enrol(ada, makePasskey({ synced: true }));
    const renamed = await ask<OutputOf<"renamePasskey">>(world, ada, `PATCH /account/passkeys/${row.id}`, {
      body: { name: "other" },
    });
    expect(renamed.body).toMatchObject({ name: "other", deviceBound: false });
    expect((await ask(world, ada, `POST /account/passkeys/${row.id}/revoke`, { body: {} })).status).toBe(200);
    const { body } = await ask<OutputOf<"listPasskeys">>(world, ada, "GET /account/passkeys");
    expect(body.items).toMatchObject([{ id: row.id, revokedAt: expect.any(String) }]);
    expect(body.place).toEqual({ rpId: "localhost", origin: world.url, problem: null });
    const token = await ada.token("read", "operate");
    expect((await ask(world, token, "GET /account/passkeys")).status).toBe(403);
    expect((await ask(world, token, "POST /account/passkeys/enrolments", { body: {} })).status).toBe(403);
  });

  it("of others are for admins to see and to revoke, with a reason", async () => {
    const jane = await visitor("jane", ["approver"]);
    const { body: row } = await enrol(jane, makePasskey());
    const path = `/people/${jane.human.id}/passkeys`;
    expect((await ask(world, sam, `GET ${path}`)).status).toBe(403);
    expect((await ask(world, sam, `POST ${path}/${row.id}/revoke`, { body: { reason: "x" } })).status).toBe(403);
    expect((await ask(world, ada, `POST ${path}/${row.id}/revoke`, { body: {} })).status).toBe(422);
    expect((await ask(world, ada, `POST ${path}/${row.id}/revoke`, { body: { reason: "Lost." } })).status).toBe(200);
    const { body } = await ask<OutputOf<"listPersonPasskeys">>(world, ada, `GET ${path}`);
    expect(body.items).toMatchObject([{ revokedBy: "ada", revokedReason: "Lost." }]);
  });
});

describe("a signed review by the API", () => {
  it("is begun, signed, posted, shown with who signed it, and exported to auditors as what verifies", async () => {
    const hold = await heldCall();
    const answer = { answer: "approve", reason: "Fine.", ...(await shownOf(hold.approvalId)) };
    const unsigned = await ask(world, sam, `POST /approvals/${hold.approvalId}/reviews`, { body: answer });
    expect([unsigned.status, unsigned.body.code]).toEqual([403, "SIGNATURE_NEEDED"]);
    const review = await sign(sam, hold.approvalId, answer);
    expect((await ask(world, sam, `POST /approvals/${hold.approvalId}/reviews`, { body: review })).status).toBe(200);
    const { body: card } = await ask<OutputOf<"approval">>(world, sam, `GET /approvals/${hold.approvalId}`);
    expect(card).toMatchObject({ sign: "passkey", state: "approved" });
    expect(card.reviews).toMatchObject([{ signature: { passkey: "key", deviceBound: true } }]);
    const path = `GET /approvals/${hold.approvalId}/reviews/${card.reviews[0]?.id}/evidence`;
    expect((await ask(world, sam, path)).status).toBe(403);
    const { status, body } = await ask<OutputOf<"signedReview">>(world, auditor, path);
    expect(status).toBe(200);
    expect(body.digest).toBe(card.reviews[0]?.signature?.evidence);
    const { holds, envelope } = verifySignedReview(body);
    expect(holds).toBe(true);
    expect(envelope?.rendering?.digest).toBe(answer.rendering);
  });

  it("is not begun for what the page did not show, nor by an access token", async () => {
    const hold = await heldCall();
    const { digest, rendering } = await shownOf(hold.approvalId);
    const path = `POST /approvals/${hold.approvalId}/signing`;
    expect((await ask(world, sam, path, { body: { answer: "approve", digest } })).status).toBe(422);
    const token = await sam.token("review");
    expect((await ask(world, token, path, { body: { answer: "approve", digest, rendering } })).status).toBe(403);
    const robot = await ask(world, token, `POST /approvals/${hold.approvalId}/reviews`, {
      body: { answer: "deny", reason: "no" },
    });
    expect([robot.status, robot.body.code]).toEqual([403, "REVIEW_BY_PAGE"]);
    const listed = await ask<OutputOf<"listApprovals">>(world, token, "GET /approvals?view=mine");
    expect(listed.status).toBe(403); // review alone does not read
    expect(await db().signing.count({ where: { approvalId: hold.approvalId } })).toBe(0);
  });

  it("stands in no list as a program's to answer", async () => {
    const hold = await heldCall();
    await db().approval.update({ where: { id: hold.approvalId }, data: { reviewBy: "any" } });
    const both = await sam.token("read", "review");
    const { body: card } = await ask<OutputOf<"approval">>(world, both, `GET /approvals/${hold.approvalId}`);
    expect(card).toMatchObject({ mine: false, notMine: "page_only" });
    const { body: mine } = await ask<OutputOf<"listApprovals">>(world, both, "GET /approvals?view=mine&limit=200");
    expect(mine.items.map(({ id }) => id)).not.toContain(hold.approvalId);
  });
});
