import { join } from "node:path";
import { type ApiClient, apiClient } from "./api-client";
import { type Child, startChild } from "./child";
import type { Choices } from "./choices";
import type { GatewayAsks, GatewayReady } from "./processes/gateway";
import type { HopReady } from "./processes/hop";
import type { LoadAsks } from "./processes/load";
import type { PagesAsks } from "./processes/pages";
import type { UpstreamAsks, UpstreamReady } from "./processes/upstream";
import { ADMIN, APPROVER, SERVERS, writeConfig } from "./world-config";

export type Gateway = Child<GatewayAsks, GatewayReady>;

/** Everything that runs: each part a process of its own. */
export type World = {
  choices: Choices;
  upstream: Child<UpstreamAsks, UpstreamReady>;
  hop: Child<Record<string, never>, HopReady>;
  gateway: Gateway;
  load: Child<LoadAsks, null>;
  pages: Child<PagesAsks, null>;
  /** A client of the API for somebody who approves and revokes. */
  api: ApiClient;
  /** Their access token. */
  approverToken: string;
  /** The secrets of the agents, by name. */
  secrets: ReadonlyMap<string, string>;
  /** Starts another gateway on the same database. */
  secondGateway(): Promise<Gateway>;
  end(): Promise<void>;
};

type Scripts = Record<"upstream" | "hop" | "gateway" | "load" | "pages", string>;

/** Starts the processes, with two people, four servers and twenty agents declared in a configuration file. */
export async function startWorld(choices: Choices, scripts: Scripts, folder: string): Promise<World> {
  const started: { end(): Promise<void> }[] = [];
  const end = async () => {
    for (const child of started.reverse()) await child.end();
  };
  const keep = <C extends { end(): Promise<void> }>(child: C): C => {
    started.push(child);
    return child;
  };
  try {
    const upstream = keep(await startChild<UpstreamAsks, UpstreamReady>(scripts.upstream));
    const address = `http://127.0.0.1:${upstream.ready.port}`;
    const hop = keep(
      await startChild<Record<string, never>, HopReady>(scripts.hop, { env: { BENCH_UPSTREAM: address } }),
    );
    const { file, secrets, env } = writeConfig(folder, address);
    const home = {
      ...env,
      DATA_DIR: join(folder, "data"),
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "error",
      NODE_ENV: "production",
    };
    const options = {
      env: { ...home, COUNTERSIGN_CONFIG: file, BENCH_PAGES: choices.browser ? "yes" : "" },
    };
    const gateway = keep(await startChild<GatewayAsks, GatewayReady>(scripts.gateway, options));
    const { port, publicUrl, databaseUrl, ownerUrl } = gateway.ready;
    const load = keep(await startChild<LoadAsks, null>(scripts.load));
    const pages = keep(await startChild<PagesAsks, null>(scripts.pages));
    const api = apiClient(`http://127.0.0.1:${port}`, env.BENCH_APPROVER_TOKEN ?? "");
    await untilPinned(api);
    return {
      choices,
      upstream,
      hop,
      gateway,
      load,
      pages,
      api,
      approverToken: env.BENCH_APPROVER_TOKEN ?? "",
      secrets,
      secondGateway: async () => {
        const shared = { ...home, PUBLIC_URL: publicUrl, DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl };
        return keep(await startChild<GatewayAsks, GatewayReady>(scripts.gateway, { env: shared }));
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The servers are declared; their tools are looked at by a sweep. */
async function untilPinned(api: ApiClient): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((go) => setTimeout(go, 200))) {
    const { items } = await api.get<{ items: { tools: { total: number } }[] }>("/servers");
    if (items.filter(({ tools }) => tools.total > 0).length === SERVERS.length) return;
  }
  throw new Error("the servers of the bench were not looked at in a minute");
}

export const sessionsOf = (gateway: Gateway): Promise<[string, string]> =>
  Promise.all([gateway.ask("session", APPROVER), gateway.ask("session", ADMIN)]);
