import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { exportSignedReview, signedReviewsOf, verifySignedReview } from "../lib/approvals/index";
import { AppError, createLogger, environment, parseEnv } from "../lib/base/index";
import { withDatabase } from "../lib/db/embedded";

const USAGE = `What should be done?
  npm run review -- verify review.json                        verifies a signed review, without this Countersign or any other
  npm run review -- export APPROVAL --file review.json        writes what proves the signed review of an approval
  npm run review -- export APPROVAL --review REVIEW --file …  the same for one of several`;

/** A file is meant from where the command was typed; npm runs it in the project's folder. */
const fromWhereTyped = (file: string) => resolve(environment().INIT_CWD ?? process.cwd(), file);

type Typed = { verb: string | undefined; about: string | undefined; file?: string; review?: string };

function readArguments(): Typed {
  try {
    const options = { file: { type: "string" }, review: { type: "string" } } as const;
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const [verb, about, ...rest] = positionals;
    return rest.length === 0 ? { verb, about, ...values } : { verb: undefined, about: undefined };
  } catch (error) {
    throw new AppError("INVALID_INPUT", USAGE, undefined, error);
  }
}

/** Says each thing that was looked at; what does not hold makes the command fail. */
function verifyFile(file: string): void {
  const { holds, checks, envelope, notChecked } = verifySignedReview(readJson(file));
  const lines = checks.map((check) => `  ${check.holds ? "✓" : "✗"} ${check.what}`);
  if (envelope)
    lines.unshift(
      `${envelope.answer} of approval ${envelope.approval.id}, by ${envelope.approver.id}, asked at ${envelope.issued_at} by ${envelope.iss}`,
    );
  lines.push(holds ? "The signature holds." : "The signature does not hold.");
  if (holds) lines.push("Not checked:", ...notChecked.map((sentence) => `  - ${sentence}`));
  process.stdout.write(`${lines.join("\n")}\n`);
  if (!holds) throw new AppError("SIGNATURE_INVALID", `${file} does not prove what it says.`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new AppError("INVALID_INPUT", `${file} cannot be read as JSON.`, undefined, error);
  }
}

async function exportOne(approvalId: string, { review, file }: Typed): Promise<void> {
  await withDatabase({ env: parseEnv(), log: createLogger("warn") }, async () => {
    const text = JSON.stringify(
      await exportSignedReview(approvalId, review ?? (await onlyReview(approvalId))),
      null,
      2,
    );
    if (file === undefined) return void process.stdout.write(`${text}\n`);
    writeFileSync(fromWhereTyped(file), `${text}\n`, { flag: "wx" });
    process.stderr.write(`Written to ${file}.\n`);
  });
}

async function onlyReview(approvalId: string): Promise<string> {
  const [review, ...others] = await signedReviewsOf(approvalId);
  if (review === undefined)
    throw new AppError("NOT_FOUND", "There is no such approval, or no review of it was signed with a passkey.");
  if (others.length === 0) return review;
  throw new AppError(
    "INVALID_INPUT",
    `It has several signed reviews; say which, with --review:\n${[review, ...others].join("\n")}`,
  );
}

const typed = readArguments();
if (typed.verb === "verify" && typed.about !== undefined) verifyFile(fromWhereTyped(typed.about));
else if (typed.verb === "export" && typed.about !== undefined) await exportOne(typed.about, typed);
else throw new AppError("INVALID_INPUT", USAGE);
