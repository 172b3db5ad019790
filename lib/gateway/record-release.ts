import type { SettleRelease } from "../approvals/index";
import type { RecordedAllow } from "../audit/index";
import { closeLostRelease, type Released } from "./close-lost-release";
import type { Gateway } from "./gateway";

/**
 * Records the allow of an approved call, so that a revocation meanwhile is heard of, and so is a lost acknowledgement.
 *
 * @returns null when what was approved can no longer be used.
 */
export async function recordRelease(
  gateway: Gateway,
  released: Released,
  release: (onLoss: (settle: SettleRelease) => void) => Promise<RecordedAllow | null>,
): Promise<RecordedAllow | null> {
  const { committer } = gateway;
  committer.expect(released.callId);
  let lost = false;
  const recorded = await release((settle) => {
    lost = true;
    void closeLostRelease(gateway, released, settle).catch(() => {}); // then the sweeper closes it
  }).finally(() => lost || committer.forget(released.callId));
  if (recorded) committer.adopt(recorded);
  return recorded;
}
