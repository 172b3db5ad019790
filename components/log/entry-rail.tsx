import Link from "next/link";
import type { ReactNode } from "react";
import type { LogEntryDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { RuleRef } from "../domain/rule-ref";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { CopyButton } from "../ui/copy-button";
import { Icon } from "../ui/icon";
import { Box, Facts, Section } from "../ui/section";
import { ENTRY_MARKS } from "./entry-marks";
import type { LogFilters } from "./log-filters";

/** What the entry points at, each with its page and its other entries. */
export function EntryRail({ entry }: { entry: LogEntryDetail }) {
  const pointsAt = referencesOf(entry);
  return (
    <>
      {pointsAt.length > 0 && (
        <Section title="Points at">
          <Facts facts={pointsAt} />
        </Section>
      )}
      {entry.digest && (
        <Section title="Digest" aside={<Entries filter={{ digest: entry.digest }} />}>
          <div className="secret">
            <code>{entry.digest}</code>
            <CopyButton text={entry.digest} />
          </div>
        </Section>
      )}
      <Related entry={entry} />
    </>
  );
}

const Entries = ({ filter }: { filter: Partial<Omit<LogFilters, "kind">> }) => (
  <Link className="link nowrap" href={routes.log(filter)}>
    its entries
  </Link>
);

type RefProps = { name: ReactNode; href?: string; filter?: Partial<Omit<LogFilters, "kind">> };

function Ref({ name, href, filter }: RefProps) {
  return (
    <span className="flex gap-3 justify-between">
      {href ? (
        <Link className="link" href={href}>
          {name}
        </Link>
      ) : (
        <span>{name}</span>
      )}
      {filter && <Entries filter={filter} />}
    </span>
  );
}

type Fact = { name: string; value: ReactNode };

function referencesOf(entry: LogEntryDetail): Fact[] {
  const { names, taskId, agentId, serverId, tool, humanId, callId, approvalId, rule, workload, instanceId } = entry;
  const facts: (Fact | false)[] = [
    humanId !== undefined && {
      name: "Person",
      value: <Ref name={<Untrusted text={names.person ?? humanId} />} filter={{ person: humanId }} />,
    },
    taskId !== undefined && {
      name: "Task",
      value: (
        <Ref name={<Untrusted text={names.task ?? taskId} />} href={routes.task(taskId)} filter={{ task: taskId }} />
      ),
    },
    agentId !== undefined && {
      name: "Agent",
      value: (
        <Ref
          name={<Untrusted text={names.agent ?? agentId} />}
          href={routes.agent(agentId)}
          filter={{ agent: agentId }}
        />
      ),
    },
    serverId !== undefined && {
      name: "Server",
      value: (
        <Ref
          name={<Untrusted text={names.server ?? serverId} />}
          href={routes.server(serverId)}
          filter={{ server: serverId }}
        />
      ),
    },
    tool !== undefined && {
      name: "Tool",
      value: <Ref name={<Untrusted text={tool} mono />} filter={{ tool, server: serverId }} />,
    },
    callId !== undefined && { name: "Call", value: <Ref name={tail(callId)} filter={{ call: callId }} /> },
    approvalId !== undefined && {
      name: "Approval",
      value: <Ref name={tail(approvalId)} href={routes.inbox(approvalId)} filter={{ approval: approvalId }} />,
    },
    rule !== null && { name: "Rule", value: <RuleRef rule={rule} /> },
    workload !== null && { name: "Workload", value: <Untrusted text={workload} mono /> },
    { name: "Written by", value: <span className="mono">{tail(instanceId)}</span> },
  ];
  return facts.filter((fact) => fact !== false);
}

/** The end of an id: what tells it from others of the same time. The whole of it is in the title. */
const tail = (id: string): ReactNode => (
  <span className="mono" title={id}>
    …{id.slice(-8)}
  </span>
);

/** The other entries of the same call, else of the same approval, in order. */
function Related({ entry }: { entry: LogEntryDetail }) {
  const { related, seq, callId } = entry;
  if (related.length < 2) return null;
  return (
    <Section title={callId === undefined ? "The same approval" : "The same call"}>
      <Box rows>
        {related.map((other) => {
          const { icon, tone } = ENTRY_MARKS[other.kind];
          return (
            <div key={other.seq} className={`flex gap-2 items-center px-3 py-2 ${other.seq === seq ? "bg-bg-on" : ""}`}>
              <span className={`st ${tone ?? ""}`}>
                <Icon of={icon} />
              </span>
              {other.seq === seq ? (
                <span>{other.kind}</span>
              ) : (
                <Link className="link" href={routes.logEntry(other.seq)}>
                  {other.kind}
                </Link>
              )}
              <TimeStamp at={other.at} seconds className="muted num ml-auto" />
            </div>
          );
        })}
      </Box>
    </Section>
  );
}
