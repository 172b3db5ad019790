import { redirect } from "next/navigation";
import { routes } from "@/lib/base/routes";

export default function SettingsPage() {
  redirect(routes.settings("account"));
}
