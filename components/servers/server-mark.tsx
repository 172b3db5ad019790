import type { ServerRow } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";

type ServerMarkProps = { server: Pick<ServerRow, "state" | "health">; boxed?: boolean };

/** How a server stands. Whether a disabled one answers is nobody's concern. */
export function ServerMark({ server, boxed = false }: ServerMarkProps) {
  return server.state === "disabled" ? (
    <StateMark of="standing" state="disabled" boxed={boxed} />
  ) : (
    <StateMark of="health" state={server.health} boxed={boxed} />
  );
}
