"use client";
import type { Me } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { Avatar } from "../domain/avatar";
import { StateMark } from "../domain/state-mark";
import { ErrorState } from "../ui/error-state";
import { Box, Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";

/** Who is here, for those who do not manage people: names, and who approves. */
export function NameList({ me }: { me: Me }) {
  const list = useEndpoint("listNames", {});
  return (
    <Section title="People" aside="admins invite and change people">
      {list.isPending && <SkeletonRows rows={4} label="Loading people" />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && (
        <Box rows>
          {list.data.items.map((person) => (
            <div key={person.id} className="flex gap-3 items-center px-3 py-2">
              <Avatar name={person.name} small />
              <span className="grow min-w-0 cut">{person.name}</span>
              {person.id === me.person.id && <Tag>you</Tag>}
              {person.approver && <span className="muted">approver</span>}
              <StateMark of="standing" state={person.active ? "active" : "disabled"} />
            </div>
          ))}
        </Box>
      )}
    </Section>
  );
}
