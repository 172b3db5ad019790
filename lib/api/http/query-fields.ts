import { z } from "zod";
import { AppError } from "../../base/index";
import type { Contract } from "../contract-form";

type Kind = "integer" | "boolean" | "array" | "text";

const kinds = new WeakMap<z.ZodType, ReadonlyMap<string, Kind>>();

/**
 * Reads a query as the fields of an input. An address holds only text, so numbers, truth values and lists (repeated,
 * or with commas) become what the input's schema says they are. An empty field is the same as none.
 *
 * @throws INVALID_INPUT when a field that is no list comes twice: nobody can tell which one is meant.
 */
export function queryFields(contract: Pick<Contract, "input">, query: URLSearchParams): Record<string, unknown> {
  const known = kindsOf(contract.input);
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const kind = known.get(name) ?? "text";
    if (kind === "array") {
      const items = values.flatMap((value) => value.split(",")).filter((item) => item !== "");
      if (items.length > 0) fields[name] = items;
      continue;
    }
    const [value = "", ...rest] = values;
    if (rest.length > 0) throw new AppError("INVALID_INPUT", "A field stands in the address twice.", twice(name));
    if (value !== "") fields[name] = typed(kind, value);
  }
  return fields;
}

const twice = (name: string) => ({ errors: [{ path: name, message: "It may stand in the address once." }] });

/** What cannot be read as its kind stays text: the schema then says what is wrong with it. */
function typed(kind: Kind, value: string): unknown {
  if (kind === "integer" && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (kind === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}

function kindsOf(input: z.ZodType): ReadonlyMap<string, Kind> {
  const present = kinds.get(input);
  if (present) return present;
  const { properties = {} } = z.toJSONSchema(input, { io: "input" });
  const made = new Map(Object.entries(properties).map(([name, schema]) => [name, kindOf(schema)]));
  kinds.set(input, made);
  return made;
}

function kindOf(schema: unknown): Kind {
  const { type } = schema as { type?: unknown }; // a JSON schema, made by the library
  return type === "integer" || type === "boolean" || type === "array" ? type : "text";
}
