import { describe, expect, it } from "vitest";
import { createLogger, isId, requestIdOf, withoutSecrets } from "../../../lib/base/index";

function capture(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger("info", { write: (line) => lines.push(line) }));
  return lines.join("");
}

describe("the log of the process", () => {
  it("is JSON lines with time, level and fields", () => {
    const line = JSON.parse(capture((logger) => logger.info({ requestId: "r1", port: 3000 }, "listening")));
    expect(line).toMatchObject({ level: "info", requestId: "r1", port: 3000, msg: "listening" });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("holds no credential, wherever it came from", () => {
    const canary = "c4n4ry-9f8e7d6c5b4a3928";
    const text = capture((logger) => {
      logger.info({ password: canary, headers: { authorization: `Basic ${canary}`, cookie: canary } }, "signed in");
      logger.info({ request: { body: { token: canary } } }, "asked");
      logger.warn(`refused Bearer ${canary}`);
      logger.error(new Error(`cannot connect to postgresql://app:${canary}@db:5432/x`), "no database");
      logger.warn(`key csk_${canary.replaceAll("-", "")} is unknown`);
      logger.warn(`token eyJhbGciOiJFUzI1NiJ9.${canary}.${canary} is stale`);
    });
    expect(text).not.toContain(canary);
    expect(text).not.toContain(canary.replaceAll("-", ""));
    expect(text).toContain("postgresql://app:[removed]@db:5432/x");
    for (const line of text.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  });

  it("leaves ordinary text alone", () => {
    const text = "https://example.com:8080/mcp answered jane@example.com in 12 ms";
    expect(withoutSecrets(text)).toBe(text);
  });
});

describe("a request's id", () => {
  it("is the caller's when it is harmless, else a new one", () => {
    expect(requestIdOf("abc-1.2_3")).toBe("abc-1.2_3");
    for (const bad of [undefined, "", "a b", 'x"}\n{', "a".repeat(65), ["a", "b"]])
      expect(isId(requestIdOf(bad))).toBe(true);
  });
});
