import { beforeAll, describe, expect, it } from "vitest";
import { startUpstream } from "../fakes/upstream";
import { eventually, runningWorker } from "../setup/agents";
import type { TestPostgres } from "../setup/embedded-postgres";
import { type House, makeServer, startHouse } from "../setup/house";
import { ownPostgres } from "../setup/own-postgres";

let postgres: TestPostgres;
let house: House;

beforeAll(async () => {
  postgres = await ownPostgres();
  house = await startHouse({ database: postgres.url });
}, 120_000);

describe("a lane that lost its connection while nothing was written", () => {
  it("takes it up again by itself: once /readyz says 200, calls go through", async () => {
    const upstream = await startUpstream();
    await makeServer(house, "files", upstream.url, { echo: "read" });
    const { agent } = await runningWorker(house, [{ server: "files", tools: ["echo"] }]);
    expect(await agent.call("files", "echo", {})).toMatchObject({ status: 200, isError: false });
    await postgres.halt("SIGINT");
    await eventually(async () => expect((await fetch(`${house.url}/readyz`)).status).toBe(503), 15_000);
    await postgres.resume();
    await eventually(async () => expect((await fetch(`${house.url}/readyz`)).status).toBe(200), 15_000);
    expect(await agent.call("files", "echo", {})).toMatchObject({ status: 200, isError: false });
    await upstream.stop();
  });
});
