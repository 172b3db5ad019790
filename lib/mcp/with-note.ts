import { cutObject, joinObject, type RawObject } from "./raw-object";

const DEEP = 64;

/**
 * Puts a text of ours in front of what a tool answered, so that a model reads it; not a byte of the rest changes. An
 * answer of another shape than a tool's comes back as it is.
 *
 * @param message A JSON-RPC response as JSON text: a tool's result, or an error whose message is added to.
 */
export function withNote(message: string, note: string): string {
  const response = cut(message);
  const [result, error] = [cut(response?.get("result")), cut(response?.get("error"))];
  const content = result?.get("content");
  if (response && result && content?.startsWith("[")) {
    const others = content.slice(1).trimStart();
    const text = JSON.stringify({ type: "text", text: note });
    result.set("content", others === "]" ? `[${text}]` : `[${text},${others}`);
    response.set("result", joinObject(result));
  } else if (response && error?.has("message")) {
    error.set("message", JSON.stringify(`${note} ${JSON.parse(error.get("message") ?? '""')}`));
    response.set("error", joinObject(error));
  } else return message;
  return joinObject(response);
}

function cut(text: string | undefined): RawObject | null {
  const members = text === undefined ? null : cutObject(text, DEEP + 2);
  return members === "too deep" ? null : members;
}
