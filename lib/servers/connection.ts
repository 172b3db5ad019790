import { Pool } from "undici";
import { shared } from "../base/index";
import { guardedConnector } from "./guarded-connector";

/** Most connections to one server at a time. A call beyond them waits, and is not sent once its allow has gone stale. */
const CONNECTIONS = 256;
const MAX_HEADER_BYTES = 65_536;

export type Connection = { readonly url: string; readonly path: string; readonly pool: Pool };

const connections = shared<Map<string, Connection>>("servers.connections", () => new Map());

/**
 * The keep-alive connections to one server. Addresses are resolved and checked when a connection is made, and the
 * socket goes to exactly what was checked. Redirects are not followed, proxies of the environment not used.
 */
export function connectionTo(server: { id: string; url: string }): Connection {
  const present = connections.get(server.id);
  if (present?.url === server.url) return present;
  present?.pool.close().catch(() => {}); // what is under way there ends by itself
  const made = connect(server.url);
  connections.set(server.id, made);
  return made;
}

/** Closes all connections at once. For the end of the process and of tests. */
export async function closeConnections(): Promise<void> {
  const all = [...connections.values()];
  connections.clear();
  await Promise.all(all.map(({ pool }) => pool.destroy()));
}

function connect(address: string): Connection {
  const url = new URL(address);
  const pool = new Pool(url.origin, {
    connections: CONNECTIONS,
    // One request at a time on a connection: a lost connection then loses one call, and none is ever sent twice.
    pipelining: 1,
    // How long a call may take is the caller's to say, whatever the server sends meanwhile.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
    allowH2: false,
    connect: guardedConnector(),
  });
  return { url: address, path: `${url.pathname}${url.search}`, pool };
}
