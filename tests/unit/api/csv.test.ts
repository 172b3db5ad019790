import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../../lib/api/log/csv";

describe("a line of CSV", () => {
  it("quotes what would end a cell or a line", () => {
    expect(csvLine(["a", 'say "hi"', "x,y", "two\nlines", null, undefined, 7])).toBe(
      'a,"say ""hi""","x,y","two\nlines",,,7\r\n',
    );
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1", "＋1", "－1", "＠x"])(
    "takes the force out of %j",
    (text) => {
      const [cell] = parse(csvLine([text]));
      expect(cell).toBe(`'${text}`);
    },
  );

  it("is read back as what was written, with an apostrophe only before a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (cells) => {
        const read = parse(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        read.forEach((cell, index) => {
          const original = cells[index] ?? "";
          expect([original, `'${original}`]).toContain(cell);
          if (/^\s*[=+\-@]/.test(original)) expect(cell.startsWith("'")).toBe(true);
        });
      }),
    );
  });
});

/** Reads one line as RFC 4180 says. */
function parse(line: string): string[] {
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const plain = /^[^,]*/.exec(rest);
    const found = quoted ?? plain;
    cells.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : (plain?.[0] ?? ""));
    rest = rest.slice(found?.[0].length ?? 0);
    if (rest === "") return cells;
    rest = rest.slice(1);
  }
}
