import { writeFileSync } from "node:fs";
import { describeLifecycles } from "../lib/approvals/index";

// npm run docs: writes the documents that are made from the code.
writeFileSync("docs/task-lifecycle.md", describeLifecycles());
process.stdout.write("Wrote docs/task-lifecycle.md\n");
