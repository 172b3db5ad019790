/**
 * Returns the one value of this name in the process, made on first use. The server's own modules and the
 * page bundles are separate module graphs with separate module state: what they must share lives here.
 *
 * @param name A name of ours, unique in the code base.
 * @param make Called once, by whichever graph asks first.
 */
export function shared<T>(name: string, make: () => T): T {
  const key = Symbol.for(`countersign.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const present = store[key];
  if (present !== undefined) return present;
  const made = make();
  store[key] = made;
  return made;
}
