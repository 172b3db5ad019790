/**
 * Writes one line of CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it: what an
 * agent wrote must not run on the auditor's machine.
 *
 * Source: RFC 4180; OWASP, "CSV Injection".
 */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell === null || cell === undefined ? "" : String(cell))).join(",")}\r\n`;
}

/** Also behind white space, which spreadsheets skip, and in the wide forms of East Asian keyboards. */
const FORMULA = /^\s*[=+\-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}]|^[\t\r\n]/u;
const QUOTED = /[",\r\n\t']|^\s|\s$/;

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
