import { TimeStamp } from "../time/time-stamp";
import type { Epoch } from "./authority-spans";

/** What began each kind of epoch, as it stands after "Epoch 3". */
const WORDS: Readonly<Record<string, string>> = {
  "task.requested": "asked for, nothing granted yet",
  "task.paused": "paused, authority frozen",
  "task.narrowed": "narrowed",
  "task.tightened": "tighter",
  "task.completed": "over",
  "task.withdrawn": "over",
  "task.denied": "over",
  "task.revoked": "over",
  "task.expired": "over",
};

/** When an epoch was, and what began it. */
export function EpochNote({ epoch }: { epoch: Epoch | undefined }) {
  if (!epoch) return null;
  const word = WORDS[epoch.kind];
  return (
    <>
      {epoch.to === null ? (
        <>
          since <TimeStamp at={epoch.from} />
        </>
      ) : (
        <>
          <TimeStamp at={epoch.from} /> to <TimeStamp at={epoch.to} />
        </>
      )}
      {word && `, ${word}`}
    </>
  );
}
