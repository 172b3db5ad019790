import { lookAlikeSkeleton } from "../base/schema";

/** Keys of one object that a reader takes for one another, each with the one it is taken for. */
export function alikeKeys(keys: readonly string[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const alike = new Map<string, string>();
  for (const key of keys) {
    const skeleton = lookAlikeSkeleton(key);
    const other = first.get(skeleton);
    if (other === undefined) first.set(skeleton, key);
    else {
      alike.set(key, other);
      alike.set(other, key);
    }
  }
  return alike;
}
