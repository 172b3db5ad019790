/** In this order: many browsers name the ones they came from as well. */
const BROWSERS = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Headless)?(?:Chrome|CriOS)\//],
  ["Safari", /\bSafari\//],
] as const;

const SYSTEMS = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
] as const;

const named = (list: readonly (readonly [string, RegExp])[], text: string) => list.find(([, at]) => at.test(text))?.[0];

/** What a browser calls itself, in two words: "Firefox on Linux". It can call itself anything, so nothing hangs on it. */
export function browserName(agent: string | null): string {
  if (agent === null || agent === "") return "Unknown browser";
  const browser = named(BROWSERS, agent) ?? "Another browser";
  const system = named(SYSTEMS, agent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
