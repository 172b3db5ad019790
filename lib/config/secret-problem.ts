const LENGTH = { least: 16, most: 512 } as const;
const DIFFERENT = 8;

/**
 * Says what is wrong with a secret that a program will show, in a sentence that does not repeat it; null when nothing
 * is. It is stored as a plain digest, so it must be long and random enough not to be guessed.
 */
export function secretProblem(value: string, variable: string): string | null {
  if (!/^[\x21-\x7e]*$/.test(value)) return `The value of ${variable} must be printable ASCII without spaces.`;
  if (value.length < LENGTH.least)
    return `The value of ${variable} has ${value.length} characters; at least ${LENGTH.least}, please (openssl rand -hex 24 makes a good one).`;
  if (value.length > LENGTH.most) return `The value of ${variable} has more than ${LENGTH.most} characters.`;
  if (new Set(value).size < DIFFERENT)
    return `The value of ${variable} repeats a few characters. Use a random one (openssl rand -hex 24).`;
  return null;
}
