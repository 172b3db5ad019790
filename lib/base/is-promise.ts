/**
 * Tells whether a value is still to come. What is usually in memory is returned as it is and not as a promise of it:
 * each `await` that does not wait costs a call several microseconds.
 */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise;
}
