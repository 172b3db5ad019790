"use client";
import { Clock, ScanEye, User } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalDetail, WaitingCall } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { sayDuration } from "@/lib/base/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { shortDigest } from "../domain/digest";
import { IdentityChain } from "../domain/identity-chain";
import { RuleRef } from "../domain/rule-ref";
import { APPROVAL_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Icon } from "../ui/icon";
import { BreakGlass } from "./break-glass";
import { CardSignatures, signaturesTitle } from "./card-signatures";

/** The particulars: who signs, why this class, who acts, what approving gives, and what was decided before. */
export function CardRail({ approval }: { approval: ApprovalDetail }) {
  const call = approval.waiting[0];
  return (
    <aside className="card-rail" aria-label="Particulars">
      <Part title={signaturesTitle(approval)}>
        <CardSignatures approval={approval} />
        <BreakGlass approval={approval} />
      </Part>
      {call && (
        <Part title={`Why it is “${approval.class}”`}>
          <ClassFacts call={call} approval={approval} />
        </Part>
      )}
      <Part title="Who acts">
        <IdentityChain links={chain(approval, call)} />
      </Part>
      {approval.ifApproved && (
        <Part title="If you approve">
          <IfApproved given={approval.ifApproved} />
        </Part>
      )}
      {approval.alike.items.length > 0 && (
        <Part title="Earlier, alike">
          <Alike approval={approval} />
        </Part>
      )}
    </aside>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="h3">{title}</h3>
      {children}
    </section>
  );
}

function ClassFacts({ call, approval }: { call: WaitingCall; approval: ApprovalDetail }) {
  return (
    <ul className="facts">
      <li>
        <Icon of={User} />
        <span>
          {call.classed ? (
            <>
              Classed {call.class} by {call.classed.by?.name ?? "the configuration"}, <TimeStamp at={call.classed.at} />
            </>
          ) : (
            unsigned(call)
          )}
        </span>
      </li>
      <li>
        <Icon of={ScanEye} />
        <span>
          {approval.reviewBy === "page" || approval.sign !== "none"
            ? "Decided on this page only"
            : "May be decided by access token too"}
        </span>
      </li>
      {approval.sign !== "none" && (
        <li>
          <Icon of={ACT_ICONS.sign} />
          <span>
            {approval.sign === "passkey"
              ? "Signed with a passkey"
              : "Signed with a passkey that cannot leave its device"}
          </span>
        </li>
      )}
      {approval.rule && (
        <li>
          <Icon of={Clock} />
          <span>
            <RuleRef rule={approval.rule} />
          </span>
        </li>
      )}
    </ul>
  );
}

/** A class that no person has said comes from the file, or from hints that an admin chose to trust. */
function unsigned(call: WaitingCall): string {
  return call.class === "unclassed"
    ? "Nobody has classed this tool yet"
    : `Classed ${call.class} by the configuration or the server’s hints`;
}

function chain(approval: ApprovalDetail, call: WaitingCall | undefined) {
  const { agent, task, ifApproved } = approval;
  return [
    { kind: "person" as const, name: agent.owner.name, note: "owner, cannot approve this" },
    {
      kind: "agent" as const,
      name: <Untrusted text={agent.name} />,
      note: call?.workload,
      href: routes.agent(agent.id),
    },
    {
      kind: "task" as const,
      name: <Untrusted text={task.purpose} />,
      note:
        ifApproved && ifApproved.epoch !== task.epoch
          ? `epoch ${task.epoch}, opens ${ifApproved.epoch}`
          : `epoch ${task.epoch}`,
      href: routes.task(task.id),
    },
    ...(call
      ? [
          {
            kind: "server" as const,
            name: <Untrusted text={call.server.name} />,
            note: `${call.tool}, pinned ${shortDigest(call.toolDigest)}`,
            href: routes.server(call.server.id),
          },
        ]
      : []),
  ];
}

function IfApproved({ given }: { given: NonNullable<ApprovalDetail["ifApproved"]> }) {
  const rows: [string, ReactNode][] = [];
  if (given.leaseAt) rows.push(["Lease until", <TimeStamp key="lease" at={given.leaseAt} show="both" />]);
  if (given.idleSeconds !== null) rows.push(["Idle limit", sayDuration(given.idleSeconds)]);
  if (given.endAt) rows.push(["Absolute end", <TimeStamp key="end" at={given.endAt} show="both" />]);
  if (given.readyUntil) rows.push(["To be fetched by", <TimeStamp key="ready" at={given.readyUntil} />]);
  rows.push([
    "Calls left",
    given.callsLeft === null
      ? "no limit"
      : `${given.callsLeft}${given.callsMax === null ? "" : ` of ${given.callsMax}`}`,
  ]);
  return (
    <dl className="tclk">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Alike({ approval }: { approval: ApprovalDetail }) {
  return (
    <ul className="prec">
      {approval.alike.items.map((item) => (
        <li key={item.id}>
          <Icon of={APPROVAL_MARKS[item.state].icon} />
          <a href={routes.inbox(item.id, { view: "decided" })}>
            {APPROVAL_MARKS[item.state].word}
            {item.by && ` by ${item.by.name}`}
            {item.outcome && `, ${item.outcome.state.replace("_", " ")}`}
          </a>
          <TimeStamp at={item.at} />
        </li>
      ))}
    </ul>
  );
}
