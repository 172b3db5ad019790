"use client";
import { useRouter } from "next/navigation";
import { routes } from "@/lib/base/routes";
import { useListKeys } from "../ui/list-keys";
import { ListTable } from "../ui/list-table";
import { LOG_COLUMNS } from "./log-columns";
import type { LogRows } from "./use-log-rows";

/** The entries, moved through by keyboard. */
export function LogTable({ list }: { list: LogRows }) {
  const router = useRouter();
  const { items } = list;
  const open = (at: number) => {
    const entry = items[at];
    if (entry) router.push(routes.logEntry(entry.seq));
  };
  const [active] = useListKeys({ count: items.length, onOpen: open });
  if (items.length === 0) return null;
  return (
    <ListTable
      label="Entries"
      columns={LOG_COLUMNS}
      rows={items}
      rowKey={(entry) => entry.seq}
      href={(entry) => routes.logEntry(entry.seq)}
      active={active}
      more={list.more}
    />
  );
}
