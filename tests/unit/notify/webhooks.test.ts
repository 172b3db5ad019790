import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { RETRY_SECONDS, readRetryAfter, waitAfter } from "../../../lib/notify/retry-schedule";
import { webhookSecretSchema } from "../../../lib/notify/schema";
import { quote } from "../../../lib/notify/sent";
import { newWebhookSecret, REPLAY_WINDOW_SECONDS, signWebhook } from "../../../lib/notify/sign-webhook";

describe("the signature of a webhook", () => {
  const secret = newWebhookSecret();
  const body = JSON.stringify({ type: "approval.pending", data: { verb: "Löschen “alles”" } });
  const signed = (sentAt: Date) => signWebhook({ id: "0193a3a0", sentAt, body, secret });

  it("is what the Standard Webhooks library accepts", () => {
    expect(new Webhook(secret).verify(body, signed(new Date()))).toEqual(JSON.parse(body));
  });

  it("is what that library makes itself, for any body and secret", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array({ minLength: 24, maxLength: 64 }), (text, key) => {
        const sentAt = new Date("2026-11-26T12:00:00Z");
        const own = `whsec_${Buffer.from(key).toString("base64")}`;
        const { "webhook-signature": signature } = signWebhook({ id: "x", sentAt, body: text, secret: own });
        expect(signature).toBe(new Webhook(own).sign("x", sentAt, text));
      }),
    );
  });

  it("does not fit another body, another secret, another id, or a time outside the window", () => {
    const good = signed(new Date());
    const verify =
      (text: string, headers: Record<string, string>, key = secret) =>
      () =>
        new Webhook(key).verify(text, headers);
    expect(verify(`${body} `, good)).toThrow();
    expect(verify(body, good, newWebhookSecret())).toThrow();
    expect(verify(body, { ...good, "webhook-id": "other" })).toThrow();
    expect(REPLAY_WINDOW_SECONDS).toBe(300);
    expect(verify(body, signed(new Date(Date.now() - (REPLAY_WINDOW_SECONDS + 5) * 1000)))).toThrow(/old/);
    expect(verify(body, signed(new Date(Date.now() + (REPLAY_WINDOW_SECONDS + 5) * 1000)))).toThrow(/new/);
  });

  it("is made with secrets that the form takes too", () => {
    expect(webhookSecretSchema.safeParse(newWebhookSecret()).success).toBe(true);
    for (const wrong of ["", "whsec_", "whsec_short", "secret", `whsec_${"*".repeat(40)}`, `whsec_${"A".repeat(100)}`])
      expect(webhookSecretSchema.safeParse(wrong).success).toBe(false);
  });
});

describe("the schedule of attempts", () => {
  it("grows, and ends", () => {
    const waits = RETRY_SECONDS.map((_, index) => waitAfter(index + 1, null, 0));
    expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect(waitAfter(RETRY_SECONDS.length + 1)).toBeNull();
  });

  it("waits as long as the receiver asks, never less than planned and never more than a day", () => {
    expect(waitAfter(1, 60, 0)).toBe(60);
    expect(waitAfter(2, 60, 0)).toBe(300);
    expect(waitAfter(1, 10_000_000, 0)).toBe(86_400);
    expect(waitAfter(1, null, 1)).toBe(6);
  });

  it("reads Retry-After as seconds or as a date", () => {
    const now = new Date("2026-11-26T12:00:00Z");
    expect(readRetryAfter("120", now)).toBe(120);
    expect(readRetryAfter("Thu, 26 Nov 2026 12:01:00 GMT", now)).toBe(60);
    expect(readRetryAfter("Thu, 26 Nov 2026 11:00:00 GMT", now)).toBe(0);
    for (const nothing of [undefined, "soon", "-5"]) expect(readRetryAfter(nothing, now)).toBeNull();
  });
});

describe("the words of a receiver", () => {
  it("are kept short, on one line, and without what they were sent", () => {
    const url = "https://hooks.example.com/services/T000/B000/XXXXXXXX";
    const said = quote(`no such hook ${url}\n(path /services/T000/B000/XXXXXXXX)`, [url]);
    expect(said).toBe("no such hook [removed] (path [removed])");
    expect(quote("x".repeat(1000), []).length).toBe(301);
    expect(quote(`535 hunter2hunter2 ${btoa("hunter2hunter2")}`, ["hunter2hunter2"])).toBe("535 [removed] [removed]");
  });
});
