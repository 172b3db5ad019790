"use client";
import { Mail, Users } from "lucide-react";
import { useState } from "react";
import type { Me, PersonRow } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { Box, Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { InvitationList } from "./invitation-list";
import { InviteDialog } from "./invite-dialog";
import { PersonItem } from "./person-item";

/** So many people are looked through at a glance; from then on there is a field to find one. */
const FEW = 12;

/** Everybody, with what they may; invitations; and how to invite. */
export function PeopleAdmin({ me }: { me: Me }) {
  const [inviting, setInviting] = useState(false);
  const list = useEndpoint("listPeople", {});
  const people = list.data?.items ?? [];
  const invite = (
    <Button icon={Mail} onClick={() => setInviting(true)}>
      Invite somebody…
    </Button>
  );
  return (
    <>
      {me.house.approvers < 2 && <InviteASecond approvers={me.house.approvers} />}
      <Section title={people.length > 0 ? counted(people.length, "person", "people") : "People"} aside={invite}>
        {list.isPending && <SkeletonRows rows={4} label="Loading people" />}
        {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {people.length > 0 && <PeopleList people={people} me={me} />}
      </Section>
      {list.data && list.data.invitations.length > 0 && <InvitationList invitations={list.data.invitations} />}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  );
}

function InviteASecond({ approvers }: { approvers: number }) {
  return (
    <Notice tone="wait" icon={Users} title={approvers === 0 ? "Nobody here approves" : "Only one person here approves"}>
      Nobody approves for their own agent. With fewer than two approvers, some calls wait until they expire.
    </Notice>
  );
}

function PeopleList({ people, me }: { people: readonly PersonRow[]; me: Me }) {
  const [text, setText] = useState("");
  const word = text.trim().toLowerCase();
  const shown = people.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(word));
  const admins = people.filter(({ roles, state }) => state === "active" && roles.includes("admin"));
  return (
    <>
      {people.length > FEW && (
        <Input
          type="search"
          className="max-w-72"
          aria-label="Find a person"
          placeholder="Find a person"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <Box rows>
        {shown.map((person) => (
          <PersonItem
            key={person.id}
            person={person}
            isMe={person.id === me.person.id}
            isOnlyAdmin={admins.length === 1 && admins[0]?.id === person.id}
          />
        ))}
        {shown.length === 0 && <p className="muted px-3 py-2">Nobody of that name</p>}
      </Box>
    </>
  );
}
