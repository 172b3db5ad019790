import { type KeyName, keyNamed } from "./key-list";
import { keysAreOn } from "./key-switch";

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "defaultPrevented">;

/**
 * The name of the single key that was pressed; undefined when it is none of ours, or more than one key is meant. A key
 * that is held down counts once: holding it must not answer what comes next.
 */
export function nameOf(press: Press): KeyName | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.defaultPrevented) return undefined;
  const name = keyNamed(press.key);
  // Some keyboards write ? with Shift; letters are meant without it.
  return press.shiftKey && name !== "help" ? undefined : name;
}

const TYPED_IN = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="combobox"]';
const ABOVE_THE_PAGE = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** The same, unless keys are switched off, somebody types, or something is open above the page. */
export function pressedKey(event: KeyboardEvent): KeyName | undefined {
  const { target } = event;
  const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches(TYPED_IN));
  if (typing || !keysAreOn() || document.querySelector(ABOVE_THE_PAGE) !== null) return undefined;
  return nameOf(event);
}
