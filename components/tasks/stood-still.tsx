"use client";
import { Pause } from "lucide-react";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { formatCount } from "../ui/count";
import type { TaskRows } from "./use-task-rows";

/** Says that a list this long does not follow what happens, and leads back to where it does. */
export function StoodStill({ list }: { list: TaskRows }) {
  if (!list.standsStill) return null;
  return (
    <Banner tone="off" icon={Pause} action={<Button onClick={list.followAgain}>Back to the top</Button>}>
      {formatCount(list.items.length)} tasks are loaded. So far down, the list stands still.
    </Banner>
  );
}
