import { Fragment, type ReactNode } from "react";

/** Shows things that only their place tells apart, as the pieces of a sentence or the lines of a text; never reordered. */
export function inOrder<T>(items: readonly T[], show: (item: T, at: number) => ReactNode): ReactNode[] {
  return items.map((item, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: their place is all they have
    return <Fragment key={at}>{show(item, at)}</Fragment>;
  });
}
