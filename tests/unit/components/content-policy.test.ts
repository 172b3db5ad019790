import { NextRequest } from "next/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { proxy } from "../../../proxy";

afterEach(() => vi.unstubAllEnvs());

const policyOf = (environment = "production"): string => {
  vi.stubEnv("NODE_ENV", environment);
  return proxy(new NextRequest("http://localhost/inbox")).headers.get("content-security-policy") ?? "";
};
const directive = (policy: string, name: string): string =>
  policy.split("; ").find((part) => part.startsWith(`${name} `)) ?? "";

describe("the content policy", () => {
  test("has a nonce of its own for every answer", () => {
    const nonces = [policyOf(), policyOf()].map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test("lets no inline or foreign script run", () => {
    const scripts = directive(policyOf(), "script-src");
    expect(scripts).toContain("'strict-dynamic'");
    expect(scripts).not.toMatch(/unsafe|\*|http/);
  });

  test("lets nobody frame, embed or rebase a page", () => {
    const policy = policyOf();
    expect(directive(policy, "frame-ancestors")).toBe("frame-ancestors 'none'");
    expect(directive(policy, "base-uri")).toBe("base-uri 'none'");
    expect(directive(policy, "object-src")).toBe("object-src 'none'");
    expect(directive(policy, "form-action")).toBe("form-action 'self'");
    expect(directive(policy, "connect-src")).toBe("connect-src 'self'");
  });

  test("allows style attributes, and no style elements without the nonce", () => {
    const policy = policyOf();
    expect(directive(policy, "style-src")).not.toContain("unsafe-inline");
    expect(directive(policy, "style-src-attr")).toBe("style-src-attr 'unsafe-inline'");
  });

  test("says where violations are reported", () => {
    expect(directive(policyOf(), "report-uri")).toBe("report-uri /api/v1/csp-report");
  });

  test("allows eval while developing only", () => {
    expect(policyOf("development")).toContain("'unsafe-eval'");
    expect(policyOf()).not.toContain("'unsafe-eval'");
  });

  test("reaches Next with the request, so that its own scripts carry the nonce", () => {
    const response = proxy(new NextRequest("http://localhost/inbox"));
    const policy = response.headers.get("content-security-policy");
    expect(response.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
  });
});
