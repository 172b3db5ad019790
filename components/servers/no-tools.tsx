import { Wrench } from "lucide-react";
import type { ServerDetail } from "@/lib/api/schema";
import { EmptyState } from "../ui/empty-state";

/** Why there are no tools, and what would bring them. */
export function NoTools({ server }: { server: ServerDetail }) {
  return (
    <div className="box">
      <EmptyState icon={Wrench} title="No tools are known">
        <p>
          {server.health === "up"
            ? "The server answers, but offers no tools."
            : "Its tools appear here once it answers. It is asked again every minute; “Test connection” asks now."}
        </p>
      </EmptyState>
    </div>
  );
}
