"use client";
import { Button } from "./button";
import { formatCount } from "./count";

/** There is more: how to get it, whether it is on its way, whether the last try failed. */
export type More = { busy: boolean; failed?: boolean; load: () => void };

/** The end of a list that goes on: says how much is shown, and loads the next page. */
export function LoadMore({ more, shown }: { more: More; shown: number }) {
  return (
    <div className="list-end">
      <span>
        {formatCount(shown)} shown{more.failed ? ". The next ones could not be loaded." : ", more follow"}
      </span>
      <Button onClick={more.load} busy={more.busy && "Loading…"}>
        {more.failed ? "Try again" : "Load more"}
      </Button>
    </div>
  );
}
