/** What checks passkeys takes half a second to load, so it is loaded when somebody first uses one. */
let loading: Promise<typeof import("@simplewebauthn/server")> | undefined;

/** Loads what checks passkeys. Asked before a transaction begins, so that no lock waits for it. */
export function loadWebAuthn(): Promise<typeof import("@simplewebauthn/server")> {
  loading ??= import("@simplewebauthn/server");
  return loading;
}
