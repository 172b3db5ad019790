import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../../../styles/tokens.css"), "utf8");

/** The custom properties of the block that starts with `selector`. */
function block(selector: string): Record<string, string> {
  const start = css.indexOf(selector);
  expect(start, `${selector} is in tokens.css`).toBeGreaterThan(-1);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return Object.fromEntries(
    [...body.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map((found) => [found[1] ?? "", (found[2] ?? "").trim()]),
  );
}

/** Relative luminance. Source: WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const THEMES = { light: block(':root,\n[data-theme="light"]'), dark: block('[data-theme="dark"] {\n  --bg') };
const SURFACES = ["bg", "bg-sunk", "bg-hover", "bg-on", "bg-code"];
const TEXTS = ["ink", "ink-2", "ink-3", "accent-2", "ok", "wait", "stop", "off"];
const STATES = ["ok", "wait", "stop", "off"];

describe.each(Object.entries(THEMES))("the %s theme", (_, token) => {
  const of = (name: string): string => {
    const value = token[name];
    expect(value, name).toMatch(/^#[0-9a-f]{6}$/);
    return value ?? "";
  };

  test.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    "shows %s on %s at 4.5:1 or more",
    (text, surface) => {
      expect(contrast(of(text), of(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(STATES)("shows %s on its own ground at 4.5:1 or more", (state) => {
    expect(contrast(of(state), of(`${state}-bg`))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of("ink"), of(`${state}-bg`))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of("ink-2"), of(`${state}-bg`))).toBeGreaterThanOrEqual(4.5);
  });

  test("shows text on the accent, resting and hovered, at 4.5:1 or more", () => {
    expect(contrast(of("on-accent"), of("accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of("on-accent"), of("accent-2"))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["line-ctl", "focus", "accent", ...STATES.map((state) => `${state}-fill`)])(
    "shows the edge or graphic %s on bg and bg-sunk at 3:1 or more",
    (name) => {
      expect(contrast(of(name), of("bg"))).toBeGreaterThanOrEqual(3);
      expect(contrast(of(name), of("bg-sunk"))).toBeGreaterThanOrEqual(3);
    },
  );
});

test("the dark theme by choice and by the system are the same", () => {
  expect(block(":root:not([data-theme])")).toEqual(THEMES.dark);
});

test("both themes name the same tokens", () => {
  expect(Object.keys(THEMES.dark).sort()).toEqual(Object.keys(THEMES.light).sort());
});
