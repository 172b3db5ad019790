"use client";
import type { ServerTool } from "@/lib/api/schema";
import { TOOL_CLASSES, type ToolClass } from "@/lib/servers/schema";
import { ClassMark } from "../domain/class-mark";
import { RadioSegments } from "../ui/radio-segments";

type Choice = ToolClass | "unclassed";

const SEGMENTS = (["unclassed", ...TOOL_CLASSES] as const).map((value) => ({ value, label: value }));

type ToolClassProps = {
  tool: ServerTool;
  /** What stands in the form: the class it has, or the one that was chosen. */
  value: ToolClass | null;
  /** Without it, the class is shown only. */
  onChoose?: (value: ToolClass | null) => void;
};

/** The class of a tool, and the choice of another. */
export function ToolClassChoice({ tool, value, onChoose }: ToolClassProps) {
  if (!onChoose) return <ClassMark of={value ?? "unclassed"} />;
  return (
    <RadioSegments<Choice>
      label={`Class of ${tool.name}`}
      value={value ?? "unclassed"}
      onValue={(chosen) => onChoose(chosen === "unclassed" ? null : chosen)}
      segments={SEGMENTS}
    />
  );
}
