import type { Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import type { LogEntry } from "../audit/index";
import { AppError, log } from "../base/index";
import { forgetSessions } from "../identity/index";
import type { SignedIn } from "../identity/schema";
import { personOf, refusalOf } from "./admit";
import { catchUp } from "./catch-up";
import { Frames } from "./frames";
import { recheck, takeRooms } from "./recheck";
import { HEARTBEAT_MILLISECONDS, helloSchema, LIVE, type LiveFrame, type Welcome } from "./schema";

export type Live = {
  /** Takes in entries of the log, in order, and tells whoever may hear of them. */
  follow(entries: LogEntry[]): void;
  close(): Promise<void>;
};

type FromBrowser = { hello(hello: unknown, answer: unknown): void };
type ToBrowser = { frame(frame: LiveFrame): void };
type Data = { signedIn: SignedIn };
type LiveServer = Server<FromBrowser, ToBrowser, Record<string, never>, Data>;
type LiveSocket = Socket<FromBrowser, ToBrowser, Record<string, never>, Data>;

/** How often every socket's session is looked at, in milliseconds. */
const RECHECK_MILLISECONDS = 1000;
/** How many pages one person may have open. */
const SOCKETS_MOST = 50;
/** After these a person's standing may be another: sockets are looked at before anything more is sent. */
const STANDING = /^human\.(?:disabled|changed|signed_out|password_set)$/;

/**
 * Attaches the live connection of the pages. Every instance follows the log by itself and tells its own browsers, so
 * nothing is shown that is not recorded and no instance depends on another.
 *
 * @param publicUrl The only origin that may connect: CORS does not protect a WebSocket.
 */
export function attachLive(http: HttpServer, { publicUrl }: { publicUrl: string }): Live {
  const io: LiveServer = new Server(http, {
    path: "/socket.io",
    serveClient: false,
    destroyUpgrade: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 10_000,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: (request, answer) =>
      void refusalOf(request, publicUrl).then((refusal) => answer(refusal, refusal === null)),
  });
  const frames = new Frames((room, frame, except) => {
    const to = io.to(room);
    (except ? to.except(except) : to).emit(LIVE.frame, frame);
  });
  const sockets = () => [...io.sockets.sockets.values()];
  io.use((socket, next) => void admit(io, socket).then(() => next(), next));
  io.on("connection", (socket) => welcome(socket, frames));
  const recheckTimer = setInterval(() => void recheck(sockets()), RECHECK_MILLISECONDS);
  const heartbeat = setInterval(() => frames.flush(), HEARTBEAT_MILLISECONDS);
  let turn = Promise.resolve();
  return {
    follow: (entries) => {
      const standing = entries.some((entry) => STANDING.test(entry.kind));
      if (standing) forgetSessions();
      turn = turn.then(() => (standing ? recheck(sockets()) : undefined)).then(() => frames.add(entries));
    },
    close: async () => {
      clearInterval(recheckTimer);
      clearInterval(heartbeat);
      frames.stop();
      io.disconnectSockets(true);
      io.engine.close();
      await io.of("/").adapter.close();
    },
  };
}

async function admit(io: LiveServer, socket: LiveSocket): Promise<void> {
  const signedIn = await personOf(socket.request);
  if (!signedIn) throw new AppError("NOT_SIGNED_IN");
  const open = [...io.sockets.sockets.values()].filter(({ data }) => data.signedIn.human.id === signedIn.human.id);
  if (open.length >= SOCKETS_MOST)
    throw new AppError("RATE_LIMITED", `At most ${SOCKETS_MOST} pages of one person are live.`);
  takeRooms(socket, signedIn);
}

/** Tells a browser that has just connected what it missed since it was last told something. */
function welcome(socket: LiveSocket, frames: Frames): void {
  socket.once(LIVE.hello, (hello: unknown, answer: unknown) => {
    const parsed = helloSchema.safeParse(hello);
    if (!parsed.success || typeof answer !== "function") return void socket.disconnect(true);
    const { after } = parsed.data;
    const told = frames.told === undefined ? null : BigInt(frames.told);
    const missed = after === null ? Promise.resolve(null) : catchUp(socket.data.signedIn, BigInt(after), told);
    missed
      .then((frame) => answer({ missed: frame } satisfies Welcome))
      .catch((error: unknown) => {
        log().warn({ err: error }, "a browser could not be told what it missed");
        socket.disconnect(true); // it connects again, and asks again
      });
  });
}
