"use client";
import { useState } from "react";
import type { ServerDetail, ServerTool } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { formatCount } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { SearchInput } from "../ui/search-input";
import { Section } from "../ui/section";
import { type ClassDraft, changesOf, choose, NO_CHOICE, unclassedOf } from "./class-draft";
import { ClassSaveBar } from "./class-save-bar";
import { ConfirmProposed } from "./confirm-proposed";
import { NoTools } from "./no-tools";
import { descriptionOf } from "./tool-hints";
import { ToolRow } from "./tool-row";

/** So many tools are found by looking; more need a search. */
const FOUND_BY_LOOKING = 12;

type ServerToolsProps = { server: ServerDetail; mayManage: boolean };

/** The tools of a server: what each says it does, and the class that decides how its calls are treated. */
export function ServerTools({ server, mayManage }: ServerToolsProps) {
  const [draft, setDraft] = useState<ClassDraft>(NO_CHOICE);
  const [text, setText] = useState("");
  const act = useAct("classTools", ["server", "listServers", "me"]);
  const tools = server.inventory;
  const changes = changesOf(draft, tools);
  const save = () => {
    const classes = changes.map(({ raises: _, ...change }) => change);
    act.mutate({ id: server.id, tools: classes }, { onSuccess: () => setDraft(NO_CHOICE) });
  };
  return (
    <Section
      id="tools"
      title="Tools"
      aside={tools.length > 0 && `${formatCount(tools.length)}; in dashed boxes: the server’s own words, unverified`}
    >
      {tools.length === 0 && <NoTools server={server} />}
      <ConfirmProposed serverId={server.id} tools={unclassedOf(tools)} mayManage={mayManage} />
      {act.isError && <ErrorState error={act.error} inline notDone="No class was changed." />}
      {tools.length > FOUND_BY_LOOKING && <SearchInput label="Find a tool" text={text} onText={setText} />}
      {tools.length > 0 && (
        <ul className="box rows">
          {found(tools, text).map((tool) => (
            <ToolRow
              key={tool.name}
              serverId={server.id}
              server={server.name}
              tool={tool}
              chosen={draft.get(tool.name)}
              onChoose={
                mayManage && !isDeclared(server, tool) ? (wanted) => setDraft(choose(draft, tool, wanted)) : undefined
              }
              classedOtherwise={server.source === "config" ? "in the configuration file" : "by the server’s own hints"}
            />
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <ClassSaveBar changes={changes} busy={act.isPending} onDiscard={() => setDraft(NO_CHOICE)} onSave={save} />
      )}
    </Section>
  );
}

/** A class that the configuration file says is changed there. Of trusted hints it cannot be told apart: then the API refuses. */
const isDeclared = (server: ServerDetail, tool: ServerTool): boolean =>
  server.source === "config" && server.classing === "ask" && tool.class !== null && tool.classedBy === null;

function found(tools: readonly ServerTool[], text: string): readonly ServerTool[] {
  const word = text.toLowerCase();
  if (word === "") return tools;
  return tools.filter(({ name, definition }) =>
    `${name} ${descriptionOf(definition) ?? ""}`.toLowerCase().includes(word),
  );
}
