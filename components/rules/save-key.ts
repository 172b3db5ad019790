/** The key that saves, as this computer's people write it. */
export const saveKey = (platform: string): string => (/^(mac|ip)/i.test(platform) ? "⌘S" : "Ctrl S");
