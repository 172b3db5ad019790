"use client";
import { useRouter } from "next/navigation";
import { routes } from "@/lib/base/routes";
import { useListKeys } from "../ui/list-keys";
import { ListTable } from "../ui/list-table";
import { SelectionBar } from "./selection-bar";
import { taskColumns } from "./task-columns";
import { useSelection } from "./use-selection";
import type { TaskRows } from "./use-task-rows";

type TaskTableProps = {
  list: TaskRows;
  /** Whether this person may revoke, and so select. */
  mayRevoke: boolean;
  onFind: () => void;
};

/** The rows, moved through by keyboard; those selected can be revoked together. */
export function TaskTable({ list, mayRevoke, onFind }: TaskTableProps) {
  const router = useRouter();
  const { items } = list;
  const selection = useSelection(items);
  const select = () => {
    const task = items[active];
    if (mayRevoke && task && !task.ended) selection.toggle(task.id);
  };
  // After the key itself has been dealt with, or its letter would land in the field.
  const find = () => void setTimeout(onFind);
  const open = (at: number) => {
    const task = items[at];
    if (task) router.push(routes.task(task.id));
  };
  const [active] = useListKeys({ count: items.length, onOpen: open, keys: { select, find } });
  return (
    <>
      {mayRevoke && <SelectionBar selection={selection} />}
      {items.length > 0 && (
        <ListTable
          label="Tasks"
          columns={taskColumns(mayRevoke ? selection : null)}
          rows={items}
          rowKey={(task) => task.id}
          href={(task) => routes.task(task.id)}
          isSelected={(task) => selection.has(task.id)}
          active={active}
          more={list.more}
        />
      )}
    </>
  );
}
