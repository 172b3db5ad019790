import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeLifecycles } from "../../../lib/approvals/index";

it("the document of states is what the tables say; `npm run docs` writes it anew", () => {
  const file = join(import.meta.dirname, "../../../docs/task-lifecycle.md");
  expect(readFileSync(file, "utf8")).toBe(describeLifecycles());
});
