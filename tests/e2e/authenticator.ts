import type { CDPSession, Page } from "@playwright/test";

/** A passkey in Chromium's own software: it signs at once, or refuses as somebody who cancels would. */
export type Authenticator = {
  /** Whether it recognizes the person from now on; a prompt that it does not pass ends as a cancelled one. */
  recognize(right: boolean): Promise<void>;
};

/** Gives a browser a device that holds passkeys. Synced ones can leave it. */
export async function addAuthenticator(page: Page, { synced = false } = {}): Promise<Authenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: synced,
      defaultBackupState: synced,
    },
  });
  return {
    recognize: async (right) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: right });
    },
  };
}
