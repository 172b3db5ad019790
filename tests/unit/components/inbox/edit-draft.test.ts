import { describe, expect, it } from "vitest";
import { editText, readEdit } from "../../../../components/inbox/edit-draft";
import type { WaitingCall } from "../../../../lib/api/schema";

/** A waiting call with these arguments; the rest of it is not read. */
const callWith = (text: string) =>
  ({ arguments: { state: "shown", text, masked: [], bytes: text.length } }) as unknown as WaitingCall;
const CALL = callWith('{"force":true,"path":"a.txt"}');

describe("an edit as it is typed", () => {
  it("begins with the arguments, a member a line", () => {
    expect(editText(CALL)).toBe('{\n  "force": true,\n  "path": "a.txt"\n}');
  });

  it("says what it puts in, takes out and changes", () => {
    expect(readEdit('{"path": "b.txt", "mode": null}', CALL)).toEqual({
      arguments: { path: "b.txt", mode: null },
      changes: [
        { name: "force", before: "true", after: null },
        { name: "mode", before: null, after: "null" },
        { name: "path", before: '"a.txt"', after: '"b.txt"' },
      ],
    });
  });

  it.each([
    ['{"force":true, "path":"a.txt"}', "Nothing is changed yet."],
    ["[1]", "Arguments are one JSON object: {…}."],
    ["{", "It is not valid JSON."],
    ['{"path":"a","path":"b"}', expect.any(String)],
    ['{"n":9007199254740993}', expect.stringContaining("does not fit a double")],
  ])("says what is wrong with %s", (typed, problem) => {
    expect(readEdit(typed, CALL)).toEqual({ problem });
  });

  it("cannot begin where the arguments are not shown", () => {
    expect(readEdit("{}", { arguments: { state: "withheld" } } as unknown as WaitingCall)).toHaveProperty("problem");
  });
});
