import { CircleMinus } from "lucide-react";
import type { Settings } from "@/lib/api/schema";
import { HEALTH_MARKS, type Mark } from "../domain/states";
import { TimeStamp } from "../time/time-stamp";
import { Icon } from "../ui/icon";
import { Box, Section } from "../ui/section";
import { Tag } from "../ui/tag";

const ENDED: Mark = { word: "ended", tone: "off", icon: CircleMinus };

type System = NonNullable<Settings["system"]>;

/** The processes that serve this Countersign now, and those that did lately. */
export function Instances({ system }: { system: System }) {
  return (
    <Section title="Instances" aside="those that are up, and the last ones that were">
      <Box rows>
        {system.instances.map((instance) => (
          <Instance key={instance.id} instance={instance} current={instance.id === system.instanceId} />
        ))}
      </Box>
    </Section>
  );
}

function Instance({ instance, current }: { instance: System["instances"][number]; current: boolean }) {
  const mark = instance.alive ? HEALTH_MARKS.up : ENDED;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 items-center px-3 py-2">
      <span className={`st ${mark.tone}`}>
        <Icon of={mark.icon} />
        {mark.word}
      </span>
      <span className="mono" title={instance.id}>
        {instance.host} …{instance.id.slice(-8)}
      </span>
      {current && <Tag>this one</Tag>}
      <span className="hint ml-auto">
        {instance.version} · started <TimeStamp at={instance.startedAt} />, seen{" "}
        <TimeStamp at={instance.seenAt} show="relative" />
      </span>
    </div>
  );
}
