import type { Metadata } from "next";
import { RuleList } from "@/components/rules/rule-list";

export const metadata: Metadata = { title: "Rules" };

export default function RulesPage() {
  return <RuleList />;
}
