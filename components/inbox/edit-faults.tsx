import { TriangleAlert } from "lucide-react";
import { Untrusted } from "../domain/untrusted";
import { inOrder } from "../ui/in-order";
import { Notice } from "../ui/notice";
import type { Fault } from "./definition-faults";

/** More than these help nobody; the rest is counted. */
const MOST_SHOWN = 6;

/** What the server will probably refuse of an edit. It is heard as it is said, and nobody is kept from going on. */
export function EditFaults({ faults }: { faults: readonly Fault[] }) {
  const more = faults.length - MOST_SHOWN;
  return (
    <div aria-live="polite">
      {faults.length > 0 && (
        <Notice tone="wait" icon={TriangleAlert} title="The server will probably refuse this">
          {inOrder(faults.slice(0, MOST_SHOWN), ({ at, says }) => (
            <span className="block">
              {at === "" ? "Arguments" : <Untrusted text={at} names="full" mono />}:{" "}
              <Untrusted text={says} names="full" />
            </span>
          ))}
          {more > 0 && <span className="block">and {more} more</span>}
        </Notice>
      )}
    </div>
  );
}
