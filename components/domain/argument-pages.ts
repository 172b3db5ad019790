import { type ArgumentRow, argumentRows, textPieces } from "./argument-rows";

/** A row or a part of one: long texts go on over several, of which only the first carries the key. */
export type ArgumentPart = { row: ArgumentRow; piece: string | null; first: boolean; last: boolean };

/** How much one page of parts weighs: what a browser lays out in one breath. */
const PAGE_WEIGHT = 60_000;
/** A row costs about as much as this many characters. */
const ROW_WEIGHT = 240;
/** A character that may have to be shown by its name, as an element of its own, about as much as this many. */
const MARK_WEIGHT = 30;

function* partsOf(value: unknown): Generator<ArgumentPart> {
  for (const row of argumentRows(value)) {
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

/** The parts of a value in pages, so that the first can be shown while the others wait for their turn. */
export function argumentPages(value: unknown): ArgumentPart[][] {
  const pages: ArgumentPart[][] = [];
  let page: ArgumentPart[] = [];
  let weight = 0;
  for (const part of partsOf(value)) {
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
