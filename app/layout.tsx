import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { KEYS_COOKIE, keysFrom } from "@/components/keys/keys-cookie";
import { Providers } from "@/components/layout/providers";
import { THEME_COOKIE, themeFrom } from "@/components/layout/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "Keeps a human's signature current on everything a long-running AI agent does over MCP.",
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#131316" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page carries the nonce of its own response, so none may be made ahead of time.
  await connection();
  const chosen = await cookies();
  const theme = themeFrom(chosen.get(THEME_COOKIE)?.value);
  const keys = keysFrom(chosen.get(KEYS_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} data-keys={keys}>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
