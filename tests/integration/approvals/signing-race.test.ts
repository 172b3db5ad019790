import { beforeAll, describe, expect, it } from "vitest";
import { followTask, reviewApproval } from "../../../lib/approvals/index";
import { takeSigning } from "../../../lib/approvals/take-signing";
import { db, inTransaction } from "../../../lib/db/index";
import { revokePasskey } from "../../../lib/identity/index";
import { DEFAULT_RULE } from "../../../lib/policy/schema";
import { followTasks, forgetFollowers, type TaskView } from "../../../lib/tasks/index";
import { makeHeldCall, makeHold } from "../../factories/holds";
import { answerTo, configureForPasskeys, enrolFor, makeSigner, type Signer, signed } from "../../factories/signers";
import { makeRunningTask } from "../../factories/tasks";
import { makePasskey } from "../../fakes/passkey";
import { freshDatabase } from "../../setup/database";

const ROUNDS = 200;
const SIGN = { ...DEFAULT_RULE.sign, write: "passkey" as const };

let sam: Signer;
let task: TaskView;
beforeAll(async () => {
  await freshDatabase();
  configureForPasskeys();
  forgetFollowers();
  followTasks(followTask);
  sam = await makeSigner();
  task = await makeRunningTask();
});

const heldCall = (round: number) => makeHold(task, makeHeldCall(task, { path: `notes/${round}` }), { sign: SIGN });
const won = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === "fulfilled").length;

describe("a signed review that is posted twice at once", () => {
  it(`counts once, ${ROUNDS} times`, { timeout: 240_000 }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const hold = await heldCall(round);
      const review = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
      const post = () => reviewApproval(sam.who, hold.approvalId, review);
      expect(won(await Promise.allSettled([post(), post()])), `round ${round}`).toBe(1);
      expect(await db().review.count({ where: { approvalId: hold.approvalId } })).toBe(1);
      expect(await db().entry.count({ where: { approvalId: hold.approvalId, kind: "approval.approved" } })).toBe(1);
    }
  });

  it(`has its challenge taken once by ${ROUNDS} that come together, whatever state the approval is in`, async () => {
    const hold = await heldCall(-1);
    const { signature } = await signed(sam, hold.approvalId, await answerTo(hold.approvalId));
    const take = () =>
      inTransaction((tx) =>
        takeSigning(tx, { id: signature?.signing ?? "", approvalId: hold.approvalId, person: sam.who }),
      );
    expect(won(await Promise.allSettled(Array.from({ length: ROUNDS }, take)))).toBe(1);
  });
});

describe("a signature against the revocation of its passkey", () => {
  it("counts, or the revocation was first: never both ways", { timeout: 120_000 }, async () => {
    for (let round = 0; round < 50; round += 1) {
      const passkey = makePasskey();
      const { id: passkeyId } = await enrolFor(sam.who, passkey);
      const hold = await heldCall(1000 + round);
      const review = await signed({ who: sam.who, passkey }, hold.approvalId, await answerTo(hold.approvalId));
      const [reviewed] = await Promise.allSettled([
        reviewApproval(sam.who, hold.approvalId, review),
        revokePasskey(sam.who, { humanId: sam.who.human.id, passkeyId, reason: "race" }),
      ]);
      const kinds = await db().$queryRaw<{ kind: string }[]>`
        SELECT kind FROM entry WHERE (approval_id = ${hold.approvalId}::uuid AND kind = 'approval.approved')
          OR (kind = 'passkey.revoked' AND position(${passkeyId} IN body) > 0) ORDER BY seq`;
      if (reviewed.status === "fulfilled") {
        expect(kinds.map(({ kind }) => kind)).toEqual(["approval.approved", "passkey.revoked"]);
      } else {
        expect(reviewed.reason).toMatchObject({ code: "SIGNATURE_INVALID" });
        expect(kinds.map(({ kind }) => kind)).toEqual(["passkey.revoked"]);
      }
    }
  });
});
