import { answerAsks } from "./answer-asks";
import { RawConnection } from "./raw-connection";
import { Slice, type SliceOrder, type SliceResult } from "./slice";

/** The load: a process of its own, so that what it costs is nobody's whom we measure. */
export type LoadAsks = {
  slice: { given: SliceOrder; answers: SliceResult };
};

/** Connections are kept from slice to slice: making them is not what is measured. */
const connections = new Map<number, RawConnection[]>();

function connectionsTo(port: number, count: number): RawConnection[] {
  const open = connections.get(port) ?? [];
  connections.set(port, open);
  while (open.length < count) open.push(new RawConnection("127.0.0.1", port));
  return open.slice(0, count);
}

answerAsks<LoadAsks>(null, {
  slice: (order) => new Slice(order, connectionsTo(order.port, order.connections)).run(),
});
