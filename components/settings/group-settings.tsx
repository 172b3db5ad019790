"use client";
import { Pencil, Plus, Trash2, Users } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { GroupRow, Me } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Box, Section } from "../ui/section";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { AwayList } from "./away-list";
import { GroupDialog } from "./group-dialog";
import { SettingsFrame } from "./settings-frame";
import { useDialogAct } from "./use-dialog-act";

/** Groups of people who review together. Admins make and change them; others see who is in which. */
export function GroupSettings() {
  const me = useEndpoint("me", {});
  return (
    <SettingsFrame section="groups">
      {me.isPending && <Skeleton label="Loading groups" />}
      {me.isError && !me.data && <ErrorState error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && <Groups me={me.data} />}
      <AwayList />
    </SettingsFrame>
  );
}

function Groups({ me }: { me: Me }) {
  const [making, setMaking] = useState(false);
  const list = useEndpoint("listGroups", {});
  const manages = me.rights.includes("manage_people");
  const groups = list.data?.items ?? [];
  const make = manages ? (
    <Button icon={Plus} onClick={() => setMaking(true)}>
      Make a group…
    </Button>
  ) : (
    "admins make and change groups"
  );
  return (
    <Section title={groups.length > 0 ? counted(groups.length, "group") : "Groups"} aside={make}>
      {list.isPending && <SkeletonRows rows={3} label="Loading groups" />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && groups.length === 0 && (
        <EmptyState icon={Users} title="No groups yet">
          A rule can ask for somebody of a group: “1 of security”. Any approver may answer where none does.
        </EmptyState>
      )}
      {groups.length > 0 && (
        <Box rows>
          {groups.map((group) => (
            <GroupItem key={group.id} group={group} manages={manages} />
          ))}
        </Box>
      )}
      {making && <GroupDialog group={null} open={making} onOpenChange={setMaking} />}
    </Section>
  );
}

function GroupItem({ group, manages }: { group: GroupRow; manages: boolean }) {
  const [act, setAct] = useState<"edit" | "delete" | null>(null);
  const declared = group.source === "config";
  const whyNot = declared && `The configuration file declares the group ${group.name}; change it there.`;
  const counting = group.members.filter(({ counts }) => counts).length;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 items-center px-3 py-2">
      <div className="grow min-w-56 basis-56">
        <p className="flex flex-wrap gap-x-2 gap-y-1 items-center">
          <span className="strong mono">{group.name}</span>
          {declared && <Tag>declared in the configuration file</Tag>}
        </p>
        {group.note && <p className="hint">{group.note}</p>}
      </div>
      <div className="grow min-w-56 basis-56">
        <p>
          {group.members.length === 0
            ? "nobody"
            : group.members.map(({ name, counts }) => (counts ? name : `${name} (does not count)`)).join(", ")}
        </p>
        <p className="hint">
          {counting === group.members.length
            ? counted(counting, "approver")
            : `${counting} of ${group.members.length} count: only active approvers do`}
        </p>
      </div>
      <div className="min-w-40 basis-40 hint">
        {group.rules.length > 0 ? (
          <Link className="link" href={routes.rules()}>
            asked for by {group.rules.join(", ")}
          </Link>
        ) : (
          "no rule asks for it"
        )}
      </div>
      {manages && (
        <span className="flex gap-2 ml-auto">
          <Button icon={Pencil} blocked={whyNot} onClick={() => setAct("edit")}>
            Change…
          </Button>
          <Button icon={Trash2} blocked={whyNot} onClick={() => setAct("delete")}>
            Delete…
          </Button>
        </span>
      )}
      {act === "edit" && <GroupDialog group={group} open onOpenChange={() => setAct(null)} />}
      {act === "delete" && <DeleteGroupDialog group={group} open onOpenChange={() => setAct(null)} />}
    </div>
  );
}

function DeleteGroupDialog({
  group,
  open,
  onOpenChange,
}: {
  group: GroupRow;
  open: boolean;
  onOpenChange: () => void;
}) {
  const { act, close, asked } = useDialogAct("deleteGroup", ["listGroups"], onOpenChange);
  return (
    <ConfirmDialog
      open={open}
      {...asked}
      title={`Delete the group ${group.name}`}
      description="Questions that are open still ask for it, and nobody fills those places any more."
      confirm="Delete"
      confirmIcon={Trash2}
      blocked={group.rules.length > 0 && `Change ${group.rules.join(", ")} first: it asks for this group.`}
      onConfirm={() => act.mutate({ id: group.id }, { onSuccess: close })}
    />
  );
}
