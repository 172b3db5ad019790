import { CONTRACT, type EndpointName, type InputOf, type OutputOf } from "@/lib/api/schema";
import { callApi } from "./client";

type CallOptions = { key?: string; signal?: AbortSignal };

/**
 * Calls one endpoint of the contract: fields that stand in its path go there, the others into the query (GET) or body.
 *
 * @throws ApiError.
 */
export function callEndpoint<Name extends EndpointName>(
  name: Name,
  input: InputOf<Name>,
  options: CallOptions = {},
): Promise<OutputOf<Name>> {
  const { method, path } = CONTRACT[name];
  const rest = { ...(input as Record<string, unknown>) }; // every input of the contract is an object
  const address = path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(rest[field]);
    delete rest[field];
    return encodeURIComponent(value);
  });
  if (method === "GET") return callApi(method, withQuery(address, rest), options);
  return callApi(method, address, { ...options, body: rest });
}

/** The address of an endpoint that answers GET, for links that download. */
export function endpointAddress<Name extends EndpointName>(name: Name, input: InputOf<Name>): string {
  return withQuery(CONTRACT[name].path, input as Record<string, unknown>); // as above
}

function withQuery(path: string, fields: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) for (const one of value) query.append(name, String(one));
    else if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
