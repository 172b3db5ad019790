import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../../lib/config/index";

const folder = mkdtempSync(join(tmpdir(), "countersign-config-"));
let count = 0;

/** Writes a configuration file and gives its path. */
export function writeFile(content: string | Uint8Array): string {
  count += 1;
  const file = join(folder, `file-${count}.yaml`);
  writeFileSync(file, content);
  return file;
}

export const SECRETS = {
  RELEASE_BOT_SECRET: "release-bot-0123456789-abcdefghij",
  RELEASE_BOT_KEY: "csk_release-bot-0123456789-abcdefghij",
  SAM_PASSWORD: "heron-on-a-quiet-river",
  SAM_TOKEN: "sam-token-0123456789",
  EVERYTHING_TOKEN: "everything-0123456789",
  SMTP_PASSWORD: "smtp-0123456789",
  SLACK_URL: "https://hooks.slack.com/services/T000/B000/0123456789",
  SIEM_SECRET: `whsec_${Buffer.from("a-signing-secret-of-32-bytes-012").toString("base64")}`,
};

/** Reads a file and gives its mistakes as `line:column path: sentence`; empty when there is none. */
export async function mistakes(content: string, environment: Record<string, string> = SECRETS): Promise<string[]> {
  const file = writeFile(content);
  try {
    await readConfig(file, environment);
    return [];
  } catch (error) {
    const [, ...lines] = error instanceof Error ? error.message.split("\n") : [];
    return lines.map((line) => line.replace(`${file}:`, ""));
  }
}
