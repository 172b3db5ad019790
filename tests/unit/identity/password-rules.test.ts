import { describe, expect, it } from "vitest";
import { passwordProblem } from "../../../lib/identity/schema";

const about = { email: "jane.doe@example.com", name: "Jane Doe-Smithson" };
const problem = (password: string) => passwordProblem(password, about);

describe("a new password", () => {
  it.each([
    "heron-on-a-quiet-river",
    "Kq7#vR2!mZ9x",
    "vier graue Katzen",
    "рыжая лиса в лесу",
    "鳥が静かに川の上を飛んでいく",
  ])("may be %s", (password) => {
    expect(problem(password)).toBeNull();
  });

  it("has at least 12 characters, counted as a person counts them", () => {
    expect(problem("Kq7#vR2!mZ9")).toMatch(/At least 12 characters; this has 11/);
    expect(problem("🦊🐸🦉🐢🦋🐝")).toMatch(/this has 6/);
  });

  it("has at most 256 characters", () => {
    expect(problem(`${"abcdefgh ".repeat(29)}`)).toMatch(/At most 256/);
  });

  it.each(["jane.doe@example.com", "JANE.DOE@example.com1", "jane.doejane", "Jane Doe-Smithson!"])(
    "does not repeat the e-mail or the name: %s",
    (password) => {
      expect(problem(password)).toMatch(/repeats your e-mail or name/);
    },
  );

  it.each(["aaaaaaaaaaaaaaa", "abababababab", "1212121212121212", "abcdefghijklmnop", "zyxwvutsrqponml"])(
    "is not one pattern: %s",
    (password) => {
      expect(problem(password)).toMatch(/one pattern/);
    },
  );

  it.each(["passwordpassword", "Password2026!", "qwertyuiop123", "Correct Horse Battery Staple", "letmeinplease!!"])(
    "is not one that is tried first: %s",
    (password) => {
      expect(problem(password)).toMatch(/tried first/);
    },
  );

  it("is the same whichever way its characters are composed", () => {
    expect(problem("Ｐａｓｓｗｏｒｄ１２３４")).toMatch(/tried first/);
  });
});
