import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { hintFor, KEY_PLACES, KEYS, keyNamed } from "../../../components/keys/key-list";
import { keysFrom } from "../../../components/keys/keys-cookie";
import { nameOf } from "../../../components/keys/pressed-key";
import { Button, type ButtonProps } from "../../../components/ui/button";

const press = (key: string, more: Partial<Parameters<typeof nameOf>[0]> = {}) =>
  nameOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    repeat: false,
    defaultPrevented: false,
    ...more,
  });

describe("the list of keys", () => {
  test("gives every key one meaning, and every meaning one key", () => {
    const listed = Object.values(KEY_PLACES).flatMap(({ keys }) => Object.values(keys));
    const caps = listed.map(({ cap }) => cap);
    expect(new Set(caps).size).toBe(caps.length);
    expect(Object.values(KEYS).map(({ cap }) => cap)).toEqual(caps);
    expect(listed.every(({ does }) => /^[A-Z]/.test(does))).toBe(true);
  });

  test("names a key by what the browser calls it", () => {
    expect(keyNamed("a")).toBe("approve");
    expect(keyNamed("E")).toBe("edit");
    expect(keyNamed("?")).toBe("help");
    expect(keyNamed("Enter")).toBe("open");
    expect(keyNamed("↵")).toBeUndefined();
    expect(keyNamed("z")).toBeUndefined();
  });

  test("gives pages the caps for their hints", () => {
    expect(hintFor("move", "next", "previous")).toEqual({ keys: ["J", "K"], word: "move" });
  });
});

describe("a pressed key", () => {
  test("means something alone, and nothing with a modifier", () => {
    expect(press("a")).toBe("approve");
    expect(press("A")).toBe("approve"); // Caps Lock
    for (const modifier of ["ctrlKey", "metaKey", "altKey", "shiftKey"] as const)
      expect(press("a", { [modifier]: true }), modifier).toBeUndefined();
  });

  test("may take Shift for the one sign that needs it", () => {
    expect(press("?", { shiftKey: true })).toBe("help");
    expect(press("?", { ctrlKey: true, shiftKey: true })).toBeUndefined();
  });

  test("counts once while it is held down, and not when something else took it", () => {
    expect(press("a", { repeat: true })).toBeUndefined();
    expect(press("j", { repeat: true })).toBeUndefined();
    expect(press("d", { defaultPrevented: true })).toBeUndefined();
  });
});

describe("a button with a key", () => {
  test("says so to the eye and to those who hear the page", () => {
    const shown = renderToStaticMarkup(createElement(Button, { shortcut: "approve" } as ButtonProps, "Approve"));
    expect(shown).toContain('aria-keyshortcuts="A"');
    expect(shown).toContain('title="Key A"');
    expect(shown).toContain(">A</kbd>");
  });

  test("says why it is blocked rather than its key", () => {
    const props = { shortcut: "approve", blocked: "Type the table first." } as ButtonProps;
    expect(renderToStaticMarkup(createElement(Button, props, "Approve"))).toContain('title="Type the table first."');
  });
});

test("only what was switched off is taken from the cookie", () => {
  expect(keysFrom("off")).toBe("off");
  expect(keysFrom(undefined)).toBeUndefined();
  expect(keysFrom('"><script>')).toBeUndefined();
});
