"use client";
import Link from "next/link";
import { routes } from "@/lib/base/routes";
import { Avatar } from "../domain/avatar";
import { StateMark } from "../domain/state-mark";
import { TimeStamp } from "../time/time-stamp";
import { counted } from "../ui/count";
import { Tag } from "../ui/tag";
import { PersonActs } from "./person-acts";
import type { PersonFacts } from "./person-facts";

/** One person: who, what they may, since when, and what can be done about it. */
export function PersonItem({ person, isMe, isOnlyAdmin }: PersonFacts) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 items-center px-3 py-2">
      <Avatar name={person.name} small />
      <div className="grow min-w-56 basis-56">
        <p className="flex flex-wrap gap-x-2 gap-y-1 items-center">
          <span className="strong">{person.name}</span>
          {isMe && <Tag>you</Tag>}
          {person.source === "config" && <Tag>declared in the configuration file</Tag>}
        </p>
        <p className="hint">{person.email}</p>
      </div>
      <div className="min-w-56 basis-56">
        <p>{person.roles.join(", ")}</p>
        <p className="hint">
          {person.seesBodies ? "sees payloads" : "sees no payloads"}
          {isOnlyAdmin && " · the only admin"}
          {person.breakGlass && " · may break the glass"}
          {person.samePersonAs && ` · the same person as ${person.samePersonAs.email}`}
        </p>
      </div>
      <div className="min-w-40 basis-40 hint">
        <p>
          {person.agents > 0 ? (
            <Link className="link" href={routes.agents({ owner: person.id })}>
              owns {counted(person.agents, "agent")}
            </Link>
          ) : (
            "owns no agent"
          )}
          {" · "}
          <Link className="link" href={routes.log({ person: person.id })}>
            log
          </Link>
        </p>
        <p>
          {person.seenAt ? (
            <>
              seen <TimeStamp at={person.seenAt} show="relative" />
            </>
          ) : (
            "never signed in"
          )}
        </p>
      </div>
      <StateMark of="standing" state={person.state} className="w-20" />
      <PersonActs person={person} isMe={isMe} isOnlyAdmin={isOnlyAdmin} />
    </div>
  );
}
