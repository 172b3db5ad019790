/** What a text says once decoded: text, or bytes that no page can show. */
export type Decoded = { text: string } | { bytes: number; looks: string };

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$|^[A-Za-z0-9_-]+={0,2}$/;
const DATA_URL = /^data:[^,]{0,200};base64,/i;
const NAMES_BYTES = /base64|b64|blob|binary|bytes|attachment|image|content|data|payload|file/i;

/** Shorter texts are names and ids more often than they hide something. */
const TEXT_LENGTH = 16;
const BYTES_LENGTH = 200;
const NAMED_BYTES_LENGTH = 24;

/** The first bytes by which common kinds of data are known. */
const LOOKS: readonly (readonly [start: string, word: string])[] = [
  ["1f8b", "gzip"],
  ["504b0304", "a zip archive"],
  ["89504e47", "a PNG image"],
  ["ffd8ff", "a JPEG image"],
  ["47494638", "a GIF image"],
  ["25504446", "a PDF document"],
  ["7f454c46", "a Linux program"],
  ["4d5a", "a Windows program"],
  ["cafebabe", "a Java class"],
];

/**
 * Decodes base64 (RFC 4648, both alphabets, and data: addresses), where a text is that rather than a word or an id.
 *
 * @param name The argument's name; one that promises bytes lets shorter texts count.
 * @returns null when the text is not base64.
 */
export function decodeBase64(text: string, name: string): Decoded | null {
  const isDataUrl = DATA_URL.test(text);
  // MIME breaks it into lines; a text with spaces is a text.
  const encoded = text.replace(DATA_URL, "").replaceAll(/[\r\n]/g, "");
  const unpadded = encoded.replace(/=+$/, "");
  if (!BASE64.test(encoded) || unpadded.length < TEXT_LENGTH || unpadded.length % 4 === 1) return null;
  if (!isDataUrl && /^[0-9a-f]+$/i.test(unpadded)) return null;
  const bytes = bytesOf(unpadded);
  const decoded = textOf(bytes);
  if (decoded !== null) return { text: decoded };
  const least = NAMES_BYTES.test(name) || isDataUrl ? NAMED_BYTES_LENGTH : BYTES_LENGTH;
  return unpadded.length < least ? null : { bytes: bytes.length, looks: looksOf(bytes) };
}

function bytesOf(unpadded: string): Uint8Array {
  const standard = unpadded.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(standard), (char) => char.charCodeAt(0));
}

/** The text that bytes are; null when they are none that a person could read. */
function textOf(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  // A few letters of an id decode to letters by chance, hardly ever to nothing else.
  return /(?![\t\n\r])[\p{Cc}\p{Co}\p{Cn}]/u.test(text) ? null : text;
}

function looksOf(bytes: Uint8Array): string {
  const start = [...bytes.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return LOOKS.find(([known]) => start.startsWith(known))?.[1] ?? "no text";
}
