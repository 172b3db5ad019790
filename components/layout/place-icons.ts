import {
  Bot,
  ChartNoAxesColumn,
  Inbox,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
  SlidersHorizontal,
} from "lucide-react";
import type { Place } from "@/lib/base/routes";

export const PLACE_ICONS: Readonly<Record<Place["id"], LucideIcon>> = {
  inbox: Inbox,
  tasks: ListChecks,
  agents: Bot,
  servers: Server,
  rules: SlidersHorizontal,
  log: ScrollText,
  insights: ChartNoAxesColumn,
  settings: Settings,
};
