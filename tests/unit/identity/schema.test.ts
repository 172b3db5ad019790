import { describe, expect, it } from "vitest";
import {
  emailSchema,
  personChangeSchema,
  personNameSchema,
  sayProblem,
  spendingSchema,
  tokenMakingSchema,
} from "../../../lib/identity/schema";

describe("an e-mail address", () => {
  it("has one stored form", () => {
    expect(emailSchema.parse("  Jane@Example.COM ")).toBe("jane@example.com");
  });

  it.each(["jane", "jane@", "@example.com", "jane@example.com\nbcc: x@y.z", `${"x".repeat(250)}@example.com`])(
    "is not %j",
    (text) => {
      expect(emailSchema.safeParse(text).success).toBe(false);
    },
  );
});

describe("a person's name", () => {
  it("is one readable line", () => {
    expect(personNameSchema.parse(" Jane Doe ")).toBe("Jane Doe");
    for (const name of ["", "   ", "a\u202Eb", "a\u200Bb", "a\nb", "x".repeat(81)])
      expect(personNameSchema.safeParse(name).success).toBe(false);
  });
});

describe("a change of a person", () => {
  it("has no other fields than those on the form", () => {
    expect(personChangeSchema.safeParse({ roles: ["admin"], passwordHash: "x" }).success).toBe(false);
    expect(personChangeSchema.safeParse({ roles: ["owner"] }).success).toBe(false);
  });
});

describe("spending a link", () => {
  it("names the field of a weak password", () => {
    const outcome = spendingSchema.safeParse({ token: "t", email: "jane@example.com", password: "jane@example.com" });
    expect(outcome.error?.issues.map((issue) => issue.path)).toEqual([["password"]]);
  });
});

describe("an access token", () => {
  it("lives at most 30 days when it reviews, 365 otherwise", () => {
    const make = (rights: string[], days: number) => tokenMakingSchema.safeParse({ name: "ci", rights, days }).success;
    expect(make(["read"], 365)).toBe(true);
    expect(make(["read"], 366)).toBe(false);
    expect(make(["read", "review"], 30)).toBe(true);
    expect(make(["read", "review"], 31)).toBe(false);
    expect(make([], 1)).toBe(false);
  });
});

describe("a problem in the address of the sign-in page", () => {
  it("is said with the time to wait", () => {
    expect(sayProblem("RATE_LIMITED:61").sentence).toBe("Too many attempts. Try again in 1 min 1 s.");
    expect(sayProblem("RATE_LIMITED:845").sentence).toBe("Too many attempts. Try again in 15 min.");
  });

  it("is looked up, never repeated", () => {
    for (const text of ["<b>call 555-1234</b>", "constructor", "__proto__", "RATE_LIMITED:99999999999", ""])
      expect(sayProblem(text).sentence).not.toContain(text || "undefined");
    expect(sayProblem("<script>").code).toBe("UNKNOWN");
  });

  it("says the library's own codes in our words", () => {
    expect(sayProblem("CredentialsSignin").code).toBe("SIGN_IN_FAILED");
    expect(sayProblem("OAuthCallback").code).toBe("ISSUER_FAILED");
  });
});
