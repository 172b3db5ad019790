import { ListChecks, SearchX } from "lucide-react";
import Link from "next/link";
import type { Me } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { EmptyState } from "../ui/empty-state";
import { isFiltered, type TaskFilters } from "./task-filters";

/** What stands where tasks would: that none fits, that all is quiet, or what a new installation needs first. */
export function NoTasks({ filters, me }: { filters: TaskFilters; me: Me | undefined }) {
  if (isFiltered(filters))
    return (
      <EmptyState icon={SearchX} title="No task fits these filters">
        <Link className="link" href={routes.tasks({ state: "all" })}>
          Show all tasks
        </Link>
      </EmptyState>
    );
  if (filters.state !== "open" && filters.state !== "all")
    return (
      <EmptyState icon={ListChecks} title={`No task is ${filters.state === "ended" ? "over" : said(filters.state)}`} />
    );
  return (
    <EmptyState icon={ListChecks} title={filters.state === "open" ? "No task is open" : "There is no task yet"}>
      <p>A task appears here when an agent asks for its first token.</p>
      <FirstStep me={me} />
    </EmptyState>
  );
}

const said = (states: string): string => states.split(",").join(" or ");

function FirstStep({ me }: { me: Me | undefined }) {
  if (!me) return null;
  if (me.house.servers === 0 && me.rights.includes("manage_servers"))
    return (
      <Link className="link" href={routes.newServer()}>
        Add a server
      </Link>
    );
  if (me.house.agents === 0 && me.rights.includes("manage_agents"))
    return (
      <Link className="link" href={routes.newAgent()}>
        Register an agent
      </Link>
    );
  return (
    <Link className="link" href={routes.tasks({ state: "ended" })}>
      Show ended tasks
    </Link>
  );
}
