import type { Metadata } from "next";
import { GlassSettings } from "@/components/settings/glass-settings";

export const metadata: Metadata = { title: "Broken glass" };

export default function BrokenGlassPage() {
  return <GlassSettings />;
}
