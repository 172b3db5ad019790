/** A single key, as its cap shows it, and what it does. */
type Key = { cap: string; does: string };

/**
 * Every single key of these pages, once: what the handlers listen for, the caps beside the words, and the list that is
 * shown are all taken from here. Keys that press a button name that button: a page without it lets the key rest.
 */
export const KEY_PLACES = {
  everywhere: {
    title: "Everywhere",
    keys: { help: { cap: "?", does: "Show this list" } },
  },
  lists: {
    title: "In lists",
    keys: {
      next: { cap: "J", does: "Next" },
      previous: { cap: "K", does: "Previous" },
      open: { cap: "↵", does: "Open what is marked" },
      select: { cap: "X", does: "Select, or take out of the selection" },
      find: { cap: "F", does: "Find tasks" },
    },
  },
  approval: {
    title: "On an approval, and on a task",
    keys: {
      approve: { cap: "A", does: "Approve, where the button can be pressed" },
      narrow: { cap: "N", does: "Narrow: opens what can be taken away" },
      edit: { cap: "E", does: "Edit: opens the arguments" },
      ask: { cap: "Q", does: "Ask back: opens the question" },
      pattern: { cap: "L", does: "Calls like it: opens the pattern" },
      deny: { cap: "D", does: "Deny: asks for the reason" },
      pause: { cap: "P", does: "Pause a task: asks for the reason" },
      revoke: { cap: "R", does: "Revoke a task: asks for the reason" },
    },
  },
} as const satisfies Record<string, { title: string; keys: Record<string, Key> }>;

type Places = typeof KEY_PLACES;
export type KeyName = { [Place in keyof Places]: keyof Places[Place]["keys"] }[keyof Places];

export const KEYS: Readonly<Record<KeyName, Key>> = {
  ...KEY_PLACES.everywhere.keys,
  ...KEY_PLACES.lists.keys,
  ...KEY_PLACES.approval.keys,
};

/** Where a cap is not what the browser calls the key. */
const AS_TOLD: Readonly<Record<string, string>> = { "↵": "enter" };

const NAMES = new Map(Object.entries(KEYS).map(([name, { cap }]) => [AS_TOLD[cap] ?? cap.toLowerCase(), name]));

/** The key's name by what the browser calls it; undefined when it is none of ours. */
export function keyNamed(key: string): KeyName | undefined {
  return NAMES.get(key.toLowerCase()) as KeyName | undefined; // the names of KEYS, and no other
}

/** Caps beside a word, for the top bar of a page. */
export const hintFor = (word: string, ...names: KeyName[]) => ({ keys: names.map((name) => KEYS[name].cap), word });
