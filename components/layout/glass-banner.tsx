"use client";
import { Siren } from "lucide-react";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { Untrusted } from "../domain/untrusted";
import { TimeLeft } from "../time/time-left";
import { Banner } from "../ui/banner";
import { ButtonLink } from "../ui/button";

/** Says on every page that somebody broke the glass, while it gives authority, and when nobody judged one in time. */
export function GlassBanner() {
  const me = useEndpoint("me", {}).data;
  if (!me) return null;
  return (
    <>
      {me.brokenGlass.map(({ id, by, task, agent, until, at, reason }) => (
        <Banner
          key={id}
          tone="stop"
          icon={Siren}
          live
          action={<ButtonLink href={routes.task(task.id)}>Look</ButtonLink>}
        >
          <b className="strong">{by.name} broke the glass</b> for “<Untrusted text={task.purpose} />” of{" "}
          <Untrusted text={agent.name} />, <TimeLeft until={until} from={at} word="left" />. {reason}
        </Banner>
      ))}
      {me.counts.glassOverdue > 0 && (
        <Banner
          tone="stop"
          icon={Siren}
          live
          action={<ButtonLink href={routes.settings("broken-glass")}>Judge it</ButtonLink>}
        >
          <b className="strong">A broken glass was not judged within 24 h.</b> Nobody breaks the glass until somebody
          does.
        </Banner>
      )}
    </>
  );
}
