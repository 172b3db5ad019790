import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { configureEgress } from "../../../lib/base/index";
import {
  agentEntrySchema,
  channelEntrySchema,
  charterEntrySchema,
  personEntrySchema,
  ruleEntrySchema,
  sectionsSchema,
  serverEntrySchema,
} from "../../../lib/config/schema";
import { mistakes, SECRETS } from "./files";

const page = readFileSync(join(import.meta.dirname, "../../../docs/configuration.md"), "utf8");
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);

beforeAll(() => configureEgress({ allowedRanges: [], loopback: false }));

describe("the documentation of the configuration file", () => {
  it("shows examples without a mistake", async () => {
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(await mistakes(example, SECRETS)).toEqual([]);
  });

  it("says every key there is", () => {
    const schemas = [
      sectionsSchema,
      serverEntrySchema,
      agentEntrySchema,
      channelEntrySchema,
      channelEntrySchema,
      charterEntrySchema,
      personEntrySchema,
      ruleEntrySchema,
    ];
    const keys = schemas.flatMap((schema) => Object.keys(schema.shape));
    for (const key of keys) expect(page).toMatch(new RegExp(`(\`${key}|\\*\\*${key}\\*\\*)`));
  });
});
