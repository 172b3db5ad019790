import type { RenderedRow } from "@/lib/rendering/schema";

/** A row or a part of one: long texts go on over several, of which only the first carries the key. */
export type ArgumentPart = { row: RenderedRow; piece: string | null; first: boolean; last: boolean };

/** How much one page of parts weighs: what a browser lays out in one breath. */
const PAGE_WEIGHT = 60_000;
/** A row costs about as much as this many characters. */
const ROW_WEIGHT = 240;
/** A character that may have to be shown by its name, as an element of its own, about as much as this many. */
const MARK_WEIGHT = 30;

function* partsOf(rows: readonly RenderedRow[]): Generator<ArgumentPart> {
  for (const row of rows) {
    if (row.value === null) {
      yield { row, piece: null, first: true, last: true };
      continue;
    }
    const pieces = [...textPieces(row.value)];
    for (const [at, piece] of pieces.entries()) {
      yield { row, piece, first: at === 0, last: at === pieces.length - 1 };
    }
  }
}

function weightOf({ piece }: ArgumentPart): number {
  if (piece === null) {
    return ROW_WEIGHT;
  }
  const plain = /^[\x20-\x7e\n\t]*$/.test(piece);
  return ROW_WEIGHT + piece.length * (plain ? 1 : MARK_WEIGHT);
}

/**
 * How wide the column of keys must be for the rows of one page, in characters: longer keys wrap. A fixed width lets
 * each page be laid out by itself, and only once it is in sight.
 */
export function keyWidth(pages: readonly (readonly ArgumentPart[])[]): number {
  let widest = 0;
  for (const { row } of pages[0] ?? []) {
    widest = Math.max(widest, row.key.length + row.depth * 2);
  }
  return Math.min(28, Math.max(10, widest));
}

/** The parts of a rendering in pages, so that the first can be shown while the others wait for their turn. */
export function argumentPages(rows: readonly RenderedRow[]): ArgumentPart[][] {
  const pages: ArgumentPart[][] = [];
  let page: ArgumentPart[] = [];
  let weight = 0;
  for (const part of partsOf(rows)) {
    page.push(part);
    weight += weightOf(part);
    if (weight >= PAGE_WEIGHT) {
      pages.push(page);
      page = [];
      weight = 0;
    }
  }
  if (page.length > 0 || pages.length === 0) {
    pages.push(page);
  }
  return pages;
}

/** Cuts a long text into pieces of about `size`, at line breaks where there are any, never inside a character. */
export function* textPieces(text: string, size = 4096): Generator<string> {
  let from = 0;
  while (text.length - from > size) {
    const line = text.lastIndexOf("\n", from + size);
    let to = line > from + size / 2 ? line + 1 : from + size;
    const unit = text.charCodeAt(to - 1);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      to += 1;
    }
    yield text.slice(from, to);
    from = to;
  }
  yield text.slice(from);
}
