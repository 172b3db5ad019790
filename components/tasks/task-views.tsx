import { routes } from "@/lib/base/routes";
import { Views } from "../ui/views";
import { printFilters, TASK_VIEWS, type TaskFilters, withState } from "./task-filters";

/** The views of the list by state, each with its address; the other filters stay. */
export function TaskViews({ filters, open }: { filters: TaskFilters; open: number | undefined }) {
  return (
    <Views
      label="Views"
      views={TASK_VIEWS.map(({ state, label }) => ({
        href: routes.tasks(printFilters(withState(filters, state))),
        label,
        count: state === "open" && open !== undefined ? atMost(open) : undefined,
        current: filters.state === state,
      }))}
    />
  );
}

/** The server counts to a thousand and stops. */
const atMost = (count: number): string => (count >= 1000 ? "1000+" : String(count));
