"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import type { ChannelRow, ChannelTested } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Icon } from "../ui/icon";
import { Notice } from "../ui/notice";
import { Tag } from "../ui/tag";
import { ChannelActs } from "./channel-acts";
import { KIND_FACES, sayHears, sayWhere } from "./channel-words";
import { DeliveryList } from "./delivery-list";

/** One channel: where it leads, who hears there, how it has fared, and what can be done about it. */
export function ChannelItem({ channel }: { channel: ChannelRow }) {
  const [showsMessages, setShowsMessages] = useState(false);
  const test = useAct("testChannel", ["listChannels"]);
  const { icon, word } = KIND_FACES[channel.kind];
  return (
    <div className="grid gap-2 px-3 py-2">
      <div className="flex flex-wrap gap-x-4 gap-y-2 items-center">
        <Icon of={icon} />
        <div className="grow min-w-56 basis-64">
          <p className="flex flex-wrap gap-x-2 gap-y-1 items-center">
            <span className="strong mono">{channel.name}</span>
            <Tag>{word}</Tag>
            {channel.source === "config" && <Tag>declared in the configuration file</Tag>}
          </p>
          <p className="hint break-words">{sayWhere(channel)}</p>
          <p className="hint">{sayHears(channel)}</p>
        </div>
        <Standing channel={channel} />
        <ChannelActs
          channel={channel}
          testing={test.isPending}
          onTest={() => test.mutate({ id: channel.id })}
          showsMessages={showsMessages}
          onMessages={() => setShowsMessages(!showsMessages)}
        />
      </div>
      {channel.offReason !== null && (
        <p className="hint">
          Switched off: <Untrusted text={channel.offReason} />
        </p>
      )}
      {test.isError && <ErrorState error={test.error} inline notDone="No test was sent." />}
      {test.data && <TestResult tested={test.data} kind={channel.kind} />}
      {showsMessages && <DeliveryList channel={channel} />}
    </div>
  );
}

function Standing({ channel }: { channel: ChannelRow }) {
  const { state, last, waiting, failed } = channel;
  const counts = [
    ...(waiting > 0 ? [`${counted(waiting, "message")} waiting`] : []),
    ...(failed > 0 ? [`${formatted(failed)} given up in a day`] : []),
  ];
  return (
    <div className="min-w-40 basis-40">
      <p className="flex flex-wrap gap-x-3">
        <StateMark of="channel" state={state} />
        {last && <StateMark of="delivery" state={last.state} />}
      </p>
      <p className="hint">
        {last ? (
          <>
            last <TimeStamp at={last.at} show="relative" />
          </>
        ) : (
          "nothing sent yet"
        )}
        {counts.length > 0 && ` · ${counts.join(" · ")}`}
      </p>
    </div>
  );
}

const formatted = (count: number): string => counted(count, "message");

/** What the receiver really answered. */
function TestResult({ tested: { ok, said, milliseconds }, kind }: { tested: ChannelTested; kind: ChannelRow["kind"] }) {
  const where = kind === "email" ? "The mail server took it for your own address." : "Look whether it is there.";
  return (
    <Notice
      tone={ok ? "ok" : "stop"}
      icon={ok ? CircleCheck : CircleAlert}
      title={ok ? "The test was taken" : "The test was not taken"}
    >
      {ok && `${where} `}After {milliseconds} ms: <Untrusted text={said} />
    </Notice>
  );
}
