import { AppError } from "../../base/index";
import { CONTRACT, type EndpointName } from "../contract";

/** The endpoint that an address and a method name, with the fields that stand in the path. */
export type Found = { name: EndpointName; path: Readonly<Record<string, string>> };

type Route = { name: EndpointName; method: string; parts: readonly string[]; named: number };

/** Longest without names first: `/rules/explain` is not a rule called "explain". */
const ROUTES: readonly Route[] = Object.entries(CONTRACT)
  .map(([name, { method, path }]) => {
    const parts = path.split("/").slice(1);
    // The keys of our own list.
    return { name: name as EndpointName, method, parts, named: parts.filter(isNamed).length };
  })
  .sort((a, b) => a.named - b.named);

/**
 * Finds the endpoint of a request.
 *
 * @param path The path of the address, as it came: still percent-encoded.
 * @throws NOT_FOUND; METHOD_NOT_ALLOWED with the methods that the address takes in `detail.allow`.
 */
export function findEndpoint(method: string, path: string): Found {
  const parts = path.split("/").slice(1);
  const fitting = ROUTES.filter((route) => fits(route, parts));
  const route = fitting.find((candidate) => candidate.method === method);
  if (route) return { name: route.name, path: namedParts(route, parts) };
  // Of addresses that fit, only those as exact as the best one are meant.
  const allow = fitting.filter(({ named }) => named === fitting[0]?.named).map((candidate) => candidate.method);
  if (allow.length === 0) throw new AppError("NOT_FOUND", "The API has no such address.");
  throw new AppError("METHOD_NOT_ALLOWED", `This address takes ${allow.join(" and ")}.`, { allow });
}

function isNamed(part: string): boolean {
  return part.startsWith("{");
}

const fits = (route: Route, parts: readonly string[]): boolean =>
  route.parts.length === parts.length &&
  route.parts.every((part, index) => (isNamed(part) ? parts[index] !== "" : part === parts[index]));

function namedParts(route: Route, parts: readonly string[]): Record<string, string> {
  const named: Record<string, string> = {};
  route.parts.forEach((part, index) => {
    if (isNamed(part)) named[part.slice(1, -1)] = decoded(parts[index] ?? "");
  });
  return named;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AppError("NOT_FOUND", "The API has no such address.");
  }
}
