"use client";
import { FileDiff, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import type { ServerDetail, ServerTool } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { type Change, Changes } from "../domain/changes";
import { Digest } from "../domain/digest";
import { Untrusted } from "../domain/untrusted";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Icon } from "../ui/icon";
import { Section } from "../ui/section";
import { DefinitionBlock, definitionLines } from "./definition-block";
import { type DefinitionChange, definitionDifferences } from "./definition-changes";
import { lineDifferences } from "./line-differences";
import { hintsOf } from "./tool-hints";

type Drifted = ServerTool & { offered: NonNullable<ServerTool["offered"]> };
const isDrifted = (tool: ServerTool): tool is Drifted => tool.state === "drifted" && tool.offered !== null;

/** Every tool whose definition is no longer the one that was accepted. */
export function ServerDrift({ server, mayManage }: { server: ServerDetail; mayManage: boolean }) {
  return server.inventory
    .filter(isDrifted)
    .map((tool) => (
      <ToolDrift key={`${tool.name} ${tool.offered.digest}`} server={server} tool={tool} mayManage={mayManage} />
    ));
}

type ToolDriftProps = { server: ServerDetail; tool: Drifted; mayManage: boolean };

/** What was accepted and what is offered now, side by side, and the one act that settles it. */
function ToolDrift({ server, tool, mayManage }: ToolDriftProps) {
  const act = useAct("acceptDrift", ["server", "listServers", "me"]);
  const found = useMemo(() => definitionDifferences(tool.definition, tool.offered.definition), [tool]);
  const lines = useMemo(
    () => lineDifferences(definitionLines(tool.definition), definitionLines(tool.offered.definition)),
    [tool],
  );
  return (
    <Section
      title={
        <span className="st wait whitespace-normal">
          <Icon of={FileDiff} />
          <span>
            <Untrusted text={tool.name} mono /> is no longer what was accepted; its calls are held
          </span>
        </span>
      }
    >
      <Changes
        changes={found.changes.map(toChange)}
        same={found.same.length > 0 ? <Untrusted text={found.same.join(", ")} /> : "nothing else to compare"}
      />
      <div className="g2">
        <DefinitionBlock title={<Side word="Pinned" digest={tool.digest} />} lines={lines.before} as="removed" />
        <DefinitionBlock
          title={<Side word="Offered now" digest={tool.offered.digest} />}
          lines={lines.after}
          as="added"
        />
      </div>
      {act.isError && <ErrorState error={act.error} inline notDone="The pinned definition stays." />}
      {mayManage ? (
        <div className="flow">
          <Button
            variant="even"
            busy={act.isPending && "Recording…"}
            onClick={() => act.mutate({ id: server.id, tool: tool.name, digest: tool.offered.digest })}
          >
            Accept the offered definition
          </Button>
          <span className="hint flex-1 min-w-60">{sayClass(tool)}</span>
        </div>
      ) : (
        <p className="hint wait">
          <Icon of={TriangleAlert} small />
          <span>An admin accepts it, or the server goes back to the pinned definition.</span>
        </p>
      )}
    </Section>
  );
}

function Side({ word, digest }: { word: string; digest: string }) {
  return (
    <span className="inline-flex gap-3">
      {word} <Digest hex={digest} />
    </span>
  );
}

const WORDS = { argument: "argument", hint: "hint", part: "" } as const;

function toChange({ kind, what, name, before, after }: DefinitionChange): Change {
  return {
    kind,
    name: (
      <>
        {WORDS[what]} <Untrusted text={name} mono={what !== "part"} />
      </>
    ),
    before: before === undefined ? undefined : <Untrusted text={before} names="full" />,
    after: after === undefined ? undefined : <Untrusted text={after} names="full" />,
    note: before === undefined && after === undefined ? "Longer than a row; the difference stands below." : undefined,
    mono: what !== "part",
  };
}

/** What accepting does to the class: it stays only where the new hints ask for nothing more severe. */
function sayClass(tool: Drifted): string {
  const claims = `About the offered one ${hintsOf(tool.offered.definition)}.`;
  return tool.class === null
    ? `The tool stays unclassed: its calls are held until somebody classes it. ${claims}`
    : `It stays ${tool.class} unless the new hints ask for a more severe class; then it is unclassed and its calls stay held. ${claims}`;
}
