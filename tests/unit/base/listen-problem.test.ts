import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { listenProblem } from "../../../lib/base/index";

const HOST = "127.0.0.1";

describe("a port that cannot be opened", () => {
  it("is named when something else uses it, with a command that works", async () => {
    const first = createServer();
    await new Promise<void>((done) => first.listen(0, HOST, done));
    const address = first.address();
    const PORT = typeof address === "object" && address ? address.port : 0;
    const second = createServer();
    const error = await new Promise((done) => second.once("error", done).listen(PORT, HOST));
    expect(listenProblem(error, { HOST, PORT })).toBe(
      `Something else uses port ${PORT} on 127.0.0.1. Stop it, or choose another port: PORT=${PORT + 1} npm start`,
    );
    await new Promise((done) => first.close(done));
  });

  it("is told from other errors", () => {
    expect(listenProblem(new Error("boom"), { HOST, PORT: 1 })).toBeNull();
    expect(listenProblem(Object.assign(new Error(), { code: "EACCES" }), { HOST, PORT: 80 })).toContain("may not open");
  });
});
