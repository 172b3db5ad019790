import { Download } from "lucide-react";
import { endpointAddress } from "../api/call-endpoint";
import { Icon } from "../ui/icon";
import { type LogFilters, toExport } from "./log-filters";

const FORMATS = [
  { format: "jsonl", word: "JSON lines" },
  { format: "csv", word: "CSV" },
] as const;

/** Links that download what is shown, all of it and in order. Payloads are not in it. */
export function ExportLinks({ filters }: { filters: LogFilters }) {
  return FORMATS.map(({ format, word }) => (
    <a
      key={format}
      className="btn"
      href={endpointAddress("exportLog", toExport(filters, format))}
      download
      title={`All entries of these filters as ${word}, oldest first, without payloads`}
    >
      <Icon of={Download} />
      {word}
    </a>
  ));
}
