import type { ReactNode } from "react";
import type { ReviewView } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { TimeStamp } from "../time/time-stamp";
import { counted } from "../ui/count";
import { inOrder } from "../ui/in-order";

/** What an answer left of what was asked, as far as it took something away. */
export function LessGiven({ given }: { given: NonNullable<ReviewView["given"]> }) {
  const { scope, endsInSeconds, calls, notBefore } = given;
  const parts: ReactNode[] = [];
  if (scope) parts.push(counted(scope.flatMap(({ tools }) => tools).length, "tool"));
  if (endsInSeconds !== undefined) parts.push(`ends after ${sayDuration(endsInSeconds, 2)}`);
  if (calls !== undefined) parts.push(calls === 1 ? "single use" : `at most ${calls} calls`);
  if (notBefore !== undefined)
    parts.push(
      <>
        not before <TimeStamp at={notBefore} zone />
      </>,
    );
  return (
    <>
      less than asked:{" "}
      {inOrder(parts, (part, at) => (
        <>
          {at > 0 && ", "}
          {part}
        </>
      ))}
      .{" "}
    </>
  );
}
