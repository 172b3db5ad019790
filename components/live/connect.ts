import { io, type Socket } from "socket.io-client";
import { LIVE, type LiveEvent, liveFrameSchema, welcomeSchema } from "@/lib/live/schema";

export type Listener = {
  /** Something was heard: events, or only that the server is there. `seq` is the last number, once one was told. */
  heard(events: readonly LiveEvent[], seq: string | null): void;
  /** So much was missed that everything should be fetched anew. */
  missedTooMuch(): void;
  lost(): void;
  /** The server ended the connection: the session may be over. */
  ended(): void;
};

/**
 * Connects to the live events of the log, again and again, and catches up after each interruption.
 *
 * @returns Ends the connection.
 */
export function connect(listener: Listener): () => void {
  const socket = io({ transports: ["websocket", "polling"], reconnectionDelay: 500, reconnectionDelayMax: 5000 });
  let told: string | null = null;
  socket.on("connect", () => {
    // Until it is known what was missed, later numbers do not count: a loss now must not skip what lies between.
    let caughtUp = false;
    const take = (message: unknown) => {
      const frame = liveFrameSchema.safeParse(message);
      if (!frame.success) return;
      if (caughtUp && frame.data.seq !== undefined) told = frame.data.seq;
      listener.heard(frame.data.events, told);
    };
    socket.off(LIVE.frame).on(LIVE.frame, take);
    sayHello(socket, told, (missed) => {
      caughtUp = true;
      if (missed) take(missed);
      else listener.missedTooMuch();
    });
  });
  socket.on("disconnect", (reason) => {
    listener.lost();
    if (reason !== "io server disconnect") return;
    listener.ended();
    // The library takes that for final; it may have been only that the database was away.
    setTimeout(() => socket.active || socket.connect(), 1000);
  });
  socket.on("connect_error", () => {
    listener.lost();
    // Refused, not unreachable: the library would not try again by itself.
    if (!socket.active) setTimeout(() => socket.connect(), 3000);
  });
  return () => void socket.close();
}

function sayHello(socket: Socket, after: string | null, heard: (missed: unknown) => void): void {
  socket.emit(LIVE.hello, { after }, (answer: unknown) => {
    const welcome = welcomeSchema.safeParse(answer);
    heard(welcome.success ? welcome.data.missed : null);
  });
}
