import type { Metadata } from "next";
import { RulePage } from "@/components/rules/rule-page";

export const metadata: Metadata = { title: "Rule" };

export default async function OneRulePage({ params }: { params: Promise<{ rule: string }> }) {
  const { rule } = await params;
  return <RulePage id={rule} />;
}
