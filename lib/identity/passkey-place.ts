/** Where passkeys work: the name they belong to, and the one origin that may use them. */
export type PasskeyPlace = {
  rpId: string;
  origin: string;
  /** Why they do not work at this address, and what to do; null when they do. */
  problem: string | null;
};

/**
 * Says whether browsers let passkeys be used at an address: over https at a name, or on this machine at localhost. An
 * IP address is no name a passkey can belong to, not even this machine's own.
 *
 * @param publicUrl The one address that people use.
 * Source: WebAuthn Level 2 §5.1.2 (relying party identifier), Secure Contexts §3.1.
 */
export function passkeyPlace(publicUrl: string): PasskeyPlace {
  const { hostname, origin, protocol, port } = new URL(publicUrl);
  return { rpId: hostname, origin, problem: problemAt(hostname, protocol, port) };
}

function problemAt(hostname: string, protocol: string, port: string): string | null {
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  if (/^\[|^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname)) {
    const here = /^127\.|^\[::1\]$/.test(hostname);
    const instead = here ? `http://localhost${port && `:${port}`}` : "an https address with a name";
    return `Passkeys belong to a name, and ${hostname} is a number. They work at ${instead}: whoever runs this Countersign sets PUBLIC_URL to that.`;
  }
  if (protocol !== "https:" && !local)
    return `Browsers keep passkeys from http addresses such as this one. They work over https: whoever runs this Countersign sets PUBLIC_URL to an https address.`;
  return null;
}
