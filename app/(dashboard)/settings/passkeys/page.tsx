import type { Metadata } from "next";
import { PasskeySettings } from "@/components/settings/passkey-settings";

export const metadata: Metadata = { title: "Passkeys" };

export default function PasskeysPage() {
  return <PasskeySettings />;
}
