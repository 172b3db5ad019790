import type { z } from "zod";
import { AppError } from "../base/index";
import { may, type Person } from "../identity/schema";
import { CONTRACT, type EndpointName } from "./contract";
import type { Contract } from "./contract-form";
import { ENDPOINTS } from "./endpoints";
import type { Handler } from "./handler";
import type { FieldError } from "./http/problem";

/**
 * Runs an endpoint for somebody: the right, the input, the work, and of its result only what the contract names. Pages
 * in this process and requests from outside go through here alike.
 *
 * @throws FORBIDDEN; INVALID_INPUT with `errors: [{path, message}]`; whatever the endpoint refuses with.
 */
export async function runEndpoint(name: EndpointName, person: Person, input: unknown): Promise<unknown> {
  const contract: Contract = CONTRACT[name];
  requireRight(contract, person);
  const checked = checkInput(contract.input, input);
  // The list pairs each name with its own handler; the input was checked by that name's schema just now.
  const handler = ENDPOINTS[name] as unknown as Handler<EndpointName>;
  const result: unknown = await handler(checked as never, person as never);
  return contract.streams ? result : shaped(name, contract.output, result);
}

function requireRight({ right, page }: Contract, person: Person): void {
  if (page && person.via !== "page")
    throw new AppError("FORBIDDEN", "An access token may not do this; it takes a person who is signed in.");
  if (right === null || may(person, right)) return;
  const withoutToken = person.via === "token" && may({ ...person, via: "page" }, right);
  throw new AppError(
    "FORBIDDEN",
    withoutToken ? "This access token has no right to this." : "You have no right to this.",
    { right },
  );
}

/** Checks an input. @throws INVALID_INPUT with every field that is wrong, never with what stood there. */
export function checkInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(toFieldErrors).slice(0, 50);
  const first = errors[0];
  const sentence = first?.path ? `${first.path}: ${first.message}` : (first?.message ?? "The input is not valid.");
  throw new AppError("INVALID_INPUT", sentence, { errors });
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String).join(".");
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  // Names of fields are the caller's own words; a few of them help, a thousand do not.
  return issue.keys
    .slice(0, 10)
    .map((key) => ({ path: [path, key.slice(0, 64)].filter(Boolean).join("."), message: "There is no such field." }));
}

/** Leaves of a result what the contract names. A result that does not fit is a mistake of ours. */
function shaped(name: EndpointName, schema: z.ZodType, result: unknown): unknown {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.map(String).join(".")} (${issue.code})`).slice(0, 5);
  throw new Error(`${name} answers what its contract does not say: ${where.join(", ")}`);
}
