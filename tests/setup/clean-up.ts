import { afterAll } from "vitest";

type CleanUp = () => unknown;

const steps: CleanUp[] = [];

/**
 * Does something when the test file ends, the last thing first. To be called from anywhere: `afterAll` itself is heard
 * only while a file is read, and silently forgotten when a `beforeAll` calls it.
 */
export function atEnd(step: CleanUp): void {
  steps.push(step);
}

// This file is one of vitest's setup files: its hook is every test file's, and runs after the file's own.
afterAll(async () => {
  for (const step of steps.splice(0).reverse()) await step();
});
