import { db } from "../db/index";
import { ATTEMPTS } from "./sign-in-attempts";

/** Sessions and links that are over are kept this long, for whoever asks what happened; the log keeps the rest. */
const KEPT_DAYS = 30;

/** Deletes what nobody needs any more: old attempts to sign in, ended sessions, spent or expired links. */
export async function sweepIdentity(): Promise<void> {
  await db().$executeRaw`DELETE FROM sign_in_attempt
    WHERE at < clock_timestamp() - make_interval(secs => ${ATTEMPTS.windowSeconds}::int)`;
  await db().$executeRaw`DELETE FROM session
    WHERE least(ended_at, ends_at) < clock_timestamp() - make_interval(days => ${KEPT_DAYS}::int)`;
  await db().$executeRaw`DELETE FROM passkey_enrolment WHERE expires_at < clock_timestamp() - interval '1 day'`;
  await db().$executeRaw`DELETE FROM link
    WHERE least(used_at, expires_at) < clock_timestamp() - make_interval(days => ${KEPT_DAYS}::int)`;
}
