import type { ServerResponse } from "node:http";
import { answerWell, send } from "./upstream-answers";
import { reply } from "./upstream-messages";
import type { Arrival, UpstreamState } from "./upstream-state";

/** Everything a server can do instead of answering well. */
export type Behaviour =
  | { kind: "slow"; milliseconds: number }
  /** Answers when the test calls release(). */
  | { kind: "waits" }
  | { kind: "hangs" }
  /** Sends headers, then nothing. */
  | { kind: "hangs after headers" }
  | { kind: "garbage"; text?: string; type?: string }
  | { kind: "redirects"; to: string; status?: number }
  | { kind: "status"; status: number; text?: string }
  | { kind: "says"; body: unknown; status?: number }
  | { kind: "wrong id" }
  | { kind: "breaks off" }
  /** Closes the connection without a byte. */
  | { kind: "resets" }
  | { kind: "endless"; megabytes: number }
  /** As SSE: as many progress notifications as asked for, then the answer. */
  | { kind: "progresses"; steps: number }
  /** As SSE: a request to the client. */
  | { kind: "asks"; method: string }
  /** This text as the result, byte for byte. */
  | { kind: "result text"; text: string }
  | { kind: "error"; code: number; message: string }
  /** Says what it was sent, headers and all. */
  | { kind: "echoes"; as: "result" | "error" | "progress" | "request" | "status" | "garbage" }
  | { kind: "ends without an answer" }
  | { kind: "keeps the stream open" };

type Scene = { state: UpstreamState; arrival: Arrival; response: ServerResponse };

/** Does what is asked. False: now answer well. */
export async function misbehave(behaviour: Behaviour, scene: Scene): Promise<boolean> {
  const { state, arrival, response } = scene;
  const good = () => (arrival.message ? reply(state, arrival.message).body : {});
  switch (behaviour.kind) {
    case "slow":
      await new Promise((done) => setTimeout(done, behaviour.milliseconds));
      return response.destroyed;
    case "waits":
      await state.gate.opened;
      return response.destroyed;
    case "hangs":
      return true;
    case "hangs after headers":
      response.writeHead(200, { "Content-Type": "application/json" }).flushHeaders();
      return true;
    case "garbage":
      response.writeHead(200, { "Content-Type": behaviour.type ?? "application/json" });
      response.end(behaviour.text ?? "<html>not json</html>");
      return true;
    case "redirects":
      response.writeHead(behaviour.status ?? 307, { Location: behaviour.to }).end();
      return true;
    case "status":
      response.writeHead(behaviour.status).end(behaviour.text ?? "");
      return true;
    case "says":
      send(state, response, { status: behaviour.status ?? 200, headers: {}, body: behaviour.body });
      return true;
    case "wrong id":
      send(state, response, { status: 200, headers: {}, body: { ...(good() as object), id: "another" } });
      return true;
    default:
      return tell(behaviour, scene, good());
  }
}

/** Behaviours of the stream and the connection itself. */
async function tell(behaviour: Behaviour, { state, arrival, response }: Scene, good: unknown): Promise<boolean> {
  const event = (message: unknown) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
  const stream = () => response.writeHead(200, { "Content-Type": "text/event-stream" });
  switch (behaviour.kind) {
    case "breaks off":
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"jsonrpc":"2.0",', () => response.destroy());
      return true;
    case "resets":
      response.destroy();
      return true;
    case "endless":
      response.writeHead(200, { "Content-Type": "application/json" });
      for (let mb = 0; mb < behaviour.megabytes && !response.destroyed; mb += 1) {
        response.write(Buffer.alloc(1_048_576, 0x20));
        await new Promise((done) => setImmediate(done));
      }
      answerRest(response, good);
      return true;
    case "progresses":
      stream();
      for (const message of progressOf(arrival, behaviour.steps)) response.write(event(message));
      response.end(event(good));
      return true;
    case "asks":
      stream().write(event({ jsonrpc: "2.0", id: 1, method: behaviour.method, params: {} }));
      return true;
    case "result text":
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(`{"jsonrpc":"2.0","id":${JSON.stringify(arrival.message?.id)},"result":${behaviour.text}}`);
      return true;
    case "error": {
      const { code, message } = behaviour;
      const body = { jsonrpc: "2.0", id: arrival.message?.id, error: { code, message } };
      send(state, response, { status: state.era === "modern" ? 400 : 200, headers: {}, body });
      return true;
    }
    case "echoes":
      echo(behaviour.as, { arrival, response });
      return true;
    case "ends without an answer":
      stream().end(": nothing to say\n\n");
      return true;
    case "keeps the stream open":
      stream().write(event(good));
      return true;
    default:
      answerWell(state, arrival, response);
      return true;
  }
}

function echo(as: Extract<Behaviour, { kind: "echoes" }>["as"], { arrival, response }: Omit<Scene, "state">): void {
  const { id, params } = arrival.message ?? {};
  const text = arrival.rawHeaders.join(" ");
  const event = (message: object) => `data: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`;
  const result = event({ id, result: { resultType: "complete", content: [{ type: "text", text }], isError: false } });
  const progress = { progressToken: params?._meta?.progressToken, progress: 1, message: text };
  if (as === "status") return void response.writeHead(500, { "x-echo": text }).end(text);
  if (as === "garbage") return void response.writeHead(200, { "Content-Type": "application/json" }).end(text);
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  if (as === "error") return void response.end(event({ id, error: { code: -32001, message: text, data: { text } } }));
  if (as === "request") return void response.end(event({ id: 1, method: text, params: {} }));
  if (as === "progress") response.write(event({ method: "notifications/progress", params: progress }));
  response.end(result);
}

function progressOf({ message }: Arrival, steps: number): unknown[] {
  const progressToken = message?.params?._meta?.progressToken;
  const method = "notifications/progress";
  return Array.from({ length: steps }, (_, at) => {
    const params = { progressToken, progress: at + 1, total: steps, message: `step ${at + 1}` };
    return { jsonrpc: "2.0", method, params };
  });
}

function answerRest(response: ServerResponse, good: unknown): void {
  if (!response.destroyed) response.end(JSON.stringify(good));
}
