import { z } from "zod";
import type { Path } from "./problem";
import { didYouMean } from "./suggest";

const LATER = "This version does not support";

/** What people know from the architecture or from elsewhere, by where they would write it; `*` is any one step. */
const REFUSED: Record<string, string> = {
  policies: `${LATER} Cedar policies. Say it with rules.`,
  "servers.*.command": `${LATER} servers that it starts itself (stdio). Start the server elsewhere and write its url.`,
  "servers.*.args": `${LATER} servers that it starts itself (stdio).`,
  "servers.*.env": `${LATER} servers that it starts itself (stdio).`,
  "servers.*.headers":
    "One header opens a server. Write credential: { header: Authorization, value: Bearer env:NAME }.",
  "agents.*.auth.publicKey": `${LATER} agents' public keys. Use secret or key.`,
  "agents.*.auth.spiffe": `${LATER} SPIFFE identities. Use secret or key.`,
  "agents.*.auth.oidc": `${LATER} workload tokens of other issuers. Use secret or key.`,
};

/** Says what is wrong with a key that the schema does not have: not in this version, or a slip of the pen. */
export function sayUnknownKey(schema: z.ZodType, path: Path, inside: Path): string {
  const key = String(path.at(-1));
  const refused = Object.entries(REFUSED).find(([pattern]) => matches(pattern.split("."), path));
  if (refused) return refused[1];
  const known = keysAt(schema, inside);
  return `There is no such key.${didYouMean(key, known) || ` Known here: ${known.join(", ")}.`}`;
}

const matches = (pattern: string[], path: Path): boolean =>
  pattern.length === path.length && pattern.every((step, index) => step === "*" || step === path[index]);

/** The keys that a schema knows at a path within it. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const [step, ...rest] = path;
  const bare = unwrap(schema);
  if (bare instanceof z.ZodUnion) return bare.options.flatMap((option) => keysAt(option as z.ZodType, path));
  if (bare instanceof z.ZodObject) {
    const shape = bare.shape as Record<string, z.ZodType>;
    if (step === undefined) return Object.keys(shape);
    const next = shape[step];
    return next ? keysAt(next, rest) : [];
  }
  if (bare instanceof z.ZodArray && step !== undefined) return keysAt(bare.element as z.ZodType, rest);
  if (bare instanceof z.ZodRecord) {
    if (step !== undefined) return keysAt(bare.valueType as z.ZodType, rest);
    return bare.keyType instanceof z.ZodEnum ? bare.keyType.options.map(String) : [];
  }
  return [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? unwrap(schema.in as z.ZodType) : schema;
}
