import { buildConnector } from "undici";
import { checkLiteral, guardedLookup } from "../base/index";

/** How long a connection may take to come about, in milliseconds. */
const CONNECT_MS = 5000;

/**
 * Makes connections for undici to addresses that were checked: a name is resolved and judged when the connection is
 * made, and the socket goes to exactly what was judged.
 */
export function guardedConnector(): buildConnector.connector {
  const connectTo = buildConnector({ timeout: CONNECT_MS, lookup: guardedLookup, allowH2: false });
  return (options, callback) => {
    const refused = checkLiteral(options.hostname);
    if (refused) callback(refused, null);
    else connectTo(options, callback);
  };
}
