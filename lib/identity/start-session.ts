import { record } from "../audit/index";
import { AppError, digestOf, newSecret } from "../base/index";
import { inTransaction } from "../db/index";
import { identitySettings } from "./settings";

/** Where a sign-in came from. Both are shown to the person; neither is believed for anything. */
export type Visitor = { address: string | null; agent: string | null };

export type Arrival = {
  /** How they proved who they are: `password`, `link`, or the sign-in service's issuer. */
  by: string;
  visitor: Visitor;
  /** The session this browser had until now: it ends, so that a cookie from before the sign-in is worth nothing. */
  replaces: string | null;
};

/**
 * Starts a session for a person who has just proved who they are.
 *
 * @returns The session's id, a secret for the cookie; only its digest is stored.
 * @throws FORBIDDEN when the person is disabled.
 */
export async function startSession(humanId: string, arrival: Arrival): Promise<string> {
  const id = newSecret("css_");
  const hash = digestOf(id);
  const seconds = identitySettings().absoluteSeconds;
  const agent = arrival.visitor.agent?.slice(0, 300) ?? null;
  await inTransaction(async (tx) => {
    // the person's row is held: a disabling that runs at this moment sees this session, or this sees the disabling
    const made = await tx.$executeRaw`
      WITH person AS (SELECT id FROM human WHERE id = ${humanId}::uuid AND state = 'active' FOR SHARE)
      INSERT INTO session (hash, human_id, ends_at, agent, address)
      SELECT ${hash}, id, clock_timestamp() + make_interval(secs => ${seconds}::int), ${agent}, ${arrival.visitor.address} FROM person`;
    if (made === 0) throw new AppError("FORBIDDEN", "This account is disabled.");
    if (arrival.replaces)
      await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp()
        WHERE hash = ${arrival.replaces} AND ended_at IS NULL`;
    const facts = { by: arrival.by, address: arrival.visitor.address ?? "unknown" };
    await record(tx, { kind: "human.signed_in", humanId, facts });
  });
  return id;
}
