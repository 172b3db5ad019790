/** What tells a task from others of the same purpose: the name of its run, else the end of its id. */
export function taskCode({ id, run }: { id: string; run: string }): string {
  return run === "" ? id.slice(-4).toUpperCase() : run;
}
