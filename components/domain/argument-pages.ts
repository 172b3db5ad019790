import { type ArgumentRow, argumentRows, textPieces } from "./argument-rows";

/** A row or a part of one: long texts go on over several, of which only the first carries the key. */
export type ArgumentPart = { row: ArgumentRow; piece: string | null; first: boolean; last: boolean };

/** How much one page of parts weighs: what a browser lays out in one breath. */
const PAGE_WEIGHT = 60_000;
/** A row costs about as much as this many characters. */
const ROW_WEIGHT = 120;

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

/** A text of hidden characters becomes one element for each: it weighs as much as it costs. */
function weightOf({ piece }: ArgumentPart): number {
  if (piece === null) {
    return ROW_WEIGHT;
  }
  const plain = /^[\x20-\x7e\n\t]*$/.test(piece);
  return ROW_WEIGHT + piece.length * (plain ? 1 : 8);
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
