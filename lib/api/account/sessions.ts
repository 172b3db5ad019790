import { listSessions as list, signOut, signOutEverywhere } from "../../identity/index";
import type { Handler } from "../handler";

/** Lists one's own sessions, this one marked. */
export const listSessions: Handler<"listSessions"> = async (_, signedIn) => {
  const sessions = await list(signedIn);
  return {
    items: sessions.map((session) => ({
      ...session,
      createdAt: session.createdAt.toISOString(),
      seenAt: session.seenAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
    })),
  };
};

/** Ends one of one's own sessions; 0 when it was over already, or is somebody else's. */
export const endSession: Handler<"endSession"> = async ({ id }, { human }) => ({
  ended: (await signOut(human, id)) ? 1 : 0,
});

/** Ends all of one's own sessions, this one too. */
export const endSessions: Handler<"endSessions"> = async (_, signedIn) => ({
  ended: await signOutEverywhere(signedIn, signedIn.human.id),
});
