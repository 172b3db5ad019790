import { plain, type Remark, warn } from "./rendering";

type Pieces = { statements: string[]; comments: boolean };

/**
 * Says what SQL does, as far as its first words tell: how many statements, which verbs, and what of it a database
 * skips or a reader misses. Only remarks are drawn from it; what is shown and sent is the text itself.
 */
export function saySql(text: string): Remark[] {
  const { statements, comments } = readSql(text);
  const verbs = statements.map(verbOf);
  const remarks: Remark[] = [];
  if (statements.length > 1) remarks.push(warn(`${statements.length} statements: ${verbs.join(", ")}`));
  if (comments) remarks.push(warn("It has a comment, which the database skips."));
  for (const statement of statements) {
    const verb = verbOf(statement);
    if ((verb === "DELETE" || verb === "UPDATE") && !/\bwhere\b/i.test(statement))
      remarks.push(warn(`${verb} without WHERE: it concerns every row.`));
  }
  const severe = verbs.filter((verb) => /^(DROP|TRUNCATE|ALTER|GRANT|REVOKE)\b/.test(verb));
  if (statements.length === 1 && severe.length > 0) remarks.push(plain(severe.join(", ")));
  return remarks;
}

/** The verbs of its statements in their order, as its first words say them, in capitals. */
export const sqlVerbs = (text: string): string[] => readSql(text).statements.map(verbOf);

function readSql(text: string): Pieces {
  const [plainly, escaped] = [piecesOf(text, STANDARD), piecesOf(text, ESCAPED)];
  // Databases differ about a backslash in quotes. What hides in the one reading is shown by the other.
  return escaped.statements.length > plainly.statements.length ? escaped : plainly;
}

function verbOf(statement: string): string {
  const [first = "", second = ""] = statement.trim().toUpperCase().split(/\s+/);
  return /^(DROP|ALTER|CREATE|TRUNCATE)$/.test(first) ? `${first} ${second}`.trim() : first;
}

const STANDARD = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\$([A-Za-z_]*)\$[\s\S]*?(?:\$\1\$|$)/y;
const ESCAPED = /'(?:[^'\\]|\\[\s\S]|'')*'?|"(?:[^"\\]|\\[\s\S]|"")*"?|`[^`]*`?/y;
const COMMENT = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;

/** Splits at semicolons outside quotes and comments. */
function piecesOf(text: string, quotes: RegExp): Pieces {
  const pieces: Pieces = { statements: [], comments: false };
  let statement = "";
  for (let at = 0; at < text.length; ) {
    const quoted = match(quotes, text, at);
    const comment = quoted === null ? match(COMMENT, text, at) : null;
    if (comment !== null) pieces.comments = true;
    const piece = quoted ?? comment ?? text.charAt(at);
    if (piece === ";") {
      pieces.statements.push(statement);
      statement = "";
    } else statement += quoted !== null ? "''" : comment !== null ? " " : piece;
    at += piece.length;
  }
  pieces.statements = [...pieces.statements, statement].filter((piece) => piece.trim() !== "");
  return pieces;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] || null;
}
