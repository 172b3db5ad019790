import { Inbox } from "lucide-react";
import { EmptyState } from "../ui/empty-state";

/** What stands beside an empty list. */
export function NoCard() {
  return <EmptyState icon={Inbox} title="No approval is open" />;
}
