import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RETRY_SECONDS } from "../../../lib/notify/retry-schedule";
import { newWebhookSecret, REPLAY_WINDOW_SECONDS, signWebhook } from "../../../lib/notify/sign-webhook";
import { toWebhook } from "../../../lib/notify/to-webhook";
import { happening, makeOccasion, NOW } from "./occasions";

const page = readFileSync(join(import.meta.dirname, "../../../docs/notifications.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(/```(\w*)\n(.*?)```/gs)].flatMap(([, of, text = ""]) => (of === language ? [text] : []));

type Verify = (secret: string, headers: Record<string, string>, body: string) => unknown;

/** The function that the page shows, as it stands there. */
function shownVerify(): Verify {
  const source = blocks("js").find((text) => text.includes("function verify")) ?? "";
  const body = `${source.replace(/^import .*$/gm, "")}; return verify;`;
  return new Function("createHmac", "timingSafeEqual", body)(createHmac, timingSafeEqual) as Verify;
}

describe("the documentation of notifications", () => {
  it("shows a check of signatures that takes what we sign and nothing else", () => {
    const verify = shownVerify();
    const secret = newWebhookSecret();
    const body = JSON.stringify({ type: "approval.pending" });
    const signed = (sentAt = new Date()) => signWebhook({ id: "x", sentAt, body, secret });
    expect(verify(secret, signed(), body)).toEqual({ type: "approval.pending" });
    expect(() => verify(secret, signed(), `${body} `)).toThrow("not signed");
    expect(() => verify(newWebhookSecret(), signed(), body)).toThrow("not signed");
    const old = new Date(Date.now() - (REPLAY_WINDOW_SECONDS + 5) * 1000);
    expect(() => verify(secret, signed(old), body)).toThrow("too old");
  });

  it("shows a payload with every field there is, and no other", () => {
    const shown = JSON.parse(blocks("json")[0] ?? "{}");
    const made = toWebhook(
      makeOccasion(),
      { happening: happening("pending"), happenedAt: NOW },
      { publicUrl: "https://x" },
    );
    const fields = (value: unknown): unknown =>
      typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fields(inner)]))
        : "";
    expect(fields(shown)).toEqual(fields(JSON.parse(JSON.stringify(made))));
  });

  it("says every wait", () => {
    const said = RETRY_SECONDS.map((seconds) => {
      if (seconds < 60) return `${seconds} s`;
      return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
    });
    expect(page).toContain(`${said.slice(0, -1).join(", ")} and ${said.at(-1)}`);
  });
});
