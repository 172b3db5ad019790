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
  const { method } = CONTRACT[name];
  const { address, rest } = addressed(name, input);
  if (method === "GET") return callApi(method, withQuery(address, rest), options);
  return callApi(method, address, { ...options, body: rest });
}

/** The address of an endpoint that answers GET, for links that download. */
export function endpointAddress<Name extends EndpointName>(name: Name, input: InputOf<Name>): string {
  const { address, rest } = addressed(name, input);
  return withQuery(address, rest);
}

/** Puts the fields that stand in an endpoint's path there; gives the others. */
function addressed<Name extends EndpointName>(name: Name, input: InputOf<Name>) {
  const rest = { ...(input as Record<string, unknown>) }; // every input of the contract is an object
  const address = CONTRACT[name].path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(rest[field]);
    delete rest[field];
    return encodeURIComponent(value);
  });
  return { address, rest };
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
