import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import type { LogEntry } from "../audit/index";
import { log } from "../base/index";
import { forgetSessions, humanFromCookies, may, sessionIsAlive } from "../identity/index";
import type { SignedIn } from "../identity/schema";
import { catchUp } from "./catch-up";
import { Frames } from "./frames";
import { HEARTBEAT_MILLISECONDS, helloSchema, LIVE, type LiveFrame } from "./schema";
import type { Room } from "./to-live-event";

export type Live = {
  /** Takes in entries of the log, in order, and tells whoever may hear of them. */
  follow(entries: LogEntry[]): void;
  close(): Promise<void>;
};

type FromBrowser = { hello(hello: unknown): void };
type ToBrowser = { frame(frame: LiveFrame): void; refetch(): void };
type LiveSocket = Socket<FromBrowser, ToBrowser, Record<string, never>, { signedIn: SignedIn }>;

/** How often every socket's session is looked at, in milliseconds. */
const RECHECK_MILLISECONDS = 1000;
/** After these a person's standing may be another: sockets are looked at before anything more is sent. */
const STANDING = /^human\.(disabled|changed|signed_out|password_set)$/;

/**
 * Attaches the live connection of the pages. Every instance follows the log by itself and tells its own browsers, so
 * nothing is shown that is not recorded and no instance depends on another.
 *
 * @param publicUrl The only origin that may connect: CORS does not protect a WebSocket.
 */
export function attachLive(http: HttpServer, { publicUrl }: { publicUrl: string }): Live {
  const io = new Server<FromBrowser, ToBrowser, Record<string, never>, { signedIn: SignedIn }>(http, {
    path: "/socket.io",
    serveClient: false,
    destroyUpgrade: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 10_000,
    allowRequest: (request, answer) =>
      void admit(request, publicUrl).then((refused) => answer(refused, refused === null)),
  });
  io.use((socket, next) => void attachPerson(socket).then(() => next(), next));
  io.on("connection", welcome);
  const frames = new Frames((room, frame) => io.to(room).emit(LIVE.frame, frame));
  const sockets = (): LiveSocket[] => [...io.sockets.sockets.values()];
  const recheck = setInterval(() => void recheckAll(sockets()), RECHECK_MILLISECONDS);
  let seq = "0";
  const heartbeat = setInterval(() => io.to("everyone").emit(LIVE.frame, { events: [], seq }), HEARTBEAT_MILLISECONDS);
  let turn = Promise.resolve();
  return {
    follow: (entries) => {
      seq = entries.at(-1)?.seq ?? seq;
      const standing = entries.some((entry) => STANDING.test(entry.kind));
      if (standing) forgetSessions();
      turn = turn.then(() => (standing ? recheckAll(sockets()) : undefined)).then(() => frames.add(entries));
    },
    close: async () => {
      clearInterval(recheck);
      clearInterval(heartbeat);
      io.disconnectSockets(true);
      await io.close();
    },
  };
}

/** Why a handshake is refused, or null: another site's page, or nobody who is signed in. */
async function admit(request: IncomingMessage, publicUrl: string): Promise<string | null> {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== publicUrl) return "origin";
  try {
    return (await humanFromCookies(request.headers.cookie, "page")) ? null : "session";
  } catch {
    return "unavailable"; // the database is away: the browser tries again
  }
}

async function attachPerson(socket: LiveSocket): Promise<void> {
  const signedIn = await humanFromCookies(socket.request.headers.cookie, "page");
  if (!signedIn) throw new Error("session");
  socket.data.signedIn = signedIn;
  await joinRooms(socket, signedIn);
}

async function joinRooms(socket: LiveSocket, signedIn: SignedIn): Promise<void> {
  const rooms: Room[] = [];
  if (may(signedIn, "read_log")) rooms.push("everyone");
  if (may(signedIn, "read_people_log")) rooms.push("people");
  for (const room of ["everyone", "people"] as const) if (!rooms.includes(room)) await socket.leave(room);
  await socket.join(rooms);
}

function welcome(socket: LiveSocket): void {
  socket.on(LIVE.hello, (hello: unknown) => {
    const parsed = helloSchema.safeParse(hello);
    if (!parsed.success || parsed.data.after === null) return;
    catchUp(socket.data.signedIn, BigInt(parsed.data.after))
      .then((frame) => (frame ? socket.emit(LIVE.frame, frame) : socket.emit(LIVE.refetch)))
      .catch((error: unknown) => log().warn({ err: error }, "a browser could not be told what it missed"));
  });
}

/** Ends the sockets of sessions that are over, and gives the others the rooms of their present roles. */
async function recheckAll(sockets: LiveSocket[]): Promise<void> {
  await Promise.all(
    sockets.map(async (socket) => {
      const { signedIn } = socket.data;
      if (!signedIn) return; // still shaking hands
      try {
        const now = await sessionIsAlive(signedIn.sessionHash);
        if (!now) return void socket.disconnect(true);
        if (now.human.roles.join() !== signedIn.human.roles.join()) await joinRooms(socket, now);
        socket.data.signedIn = now;
      } catch {
        socket.disconnect(true); // nobody can say whether it may listen: it connects again when that can be said
      }
    }),
  );
}
