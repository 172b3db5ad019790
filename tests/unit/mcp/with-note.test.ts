import { describe, expect, it } from "vitest";
import { withNote } from "../../../lib/mcp/index";

const NOTE = "Sam changed “path”.";
const answer = (result: string) => `{"jsonrpc":"2.0","id":7,"result":${result}}`;

describe("a note beside a tool's answer", () => {
  it("stands first in its content, and not a byte of the rest changes", () => {
    const noted = withNote(
      answer('{"content":[{"type":"text","text":"9007199254740993"}],"n":9007199254740993}'),
      NOTE,
    );
    expect(noted).toBe(
      answer(
        `{"content":[${JSON.stringify({ type: "text", text: NOTE })},{"type":"text","text":"9007199254740993"}],"n":9007199254740993}`,
      ),
    );
  });

  it("is the only content of a tool that answered with none", () => {
    expect(JSON.parse(withNote(answer('{"content":[ ],"isError":false}'), NOTE)).result).toEqual({
      content: [{ type: "text", text: NOTE }],
      isError: false,
    });
  });

  it("stands before the message of an error", () => {
    const noted = withNote('{"jsonrpc":"2.0","id":"a","error":{"code":-32602,"message":"no such file"}}', NOTE);
    expect(JSON.parse(noted).error).toEqual({ code: -32602, message: `${NOTE} no such file` });
  });

  it("leaves alone what is no tool's answer", () => {
    for (const other of [answer('{"task":{"taskId":"1"}}'), "not JSON", "[]"])
      expect(withNote(other, NOTE)).toBe(other);
  });
});
