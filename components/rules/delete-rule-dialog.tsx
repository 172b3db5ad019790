"use client";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import type { RuleDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useAct } from "../api/queries";
import { ConfirmDialog } from "../ui/confirm-dialog";

/** Asks once more before a rule is deleted. Its versions stay, and so do the grants that name them. */
export function DeleteRuleDialog({ rule, onClose }: { rule: RuleDetail; onClose: () => void }) {
  const router = useRouter();
  const act = useAct("deleteRule", ["listRules", "explainRule"]);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete rule ${rule.name}`}
      description="Grants from now on get the next rule that matches; a tool that no rule covers is denied."
      confirm="Delete"
      confirmIcon={Trash2}
      busy={act.isPending || act.isSuccess}
      busyWord="Deleting…"
      error={act.error}
      onConfirm={() =>
        act.mutate({ id: rule.id, expectedVersion: rule.version }, { onSuccess: () => router.replace(routes.rules()) })
      }
    >
      <p>
        Running tasks keep what they were given. The versions stay in the log, and a new rule called {rule.name}{" "}
        continues them with v{rule.version + 1}.
      </p>
    </ConfirmDialog>
  );
}
