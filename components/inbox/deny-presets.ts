/** What people say most often; each tells an agent what to do instead. */
export const DENY_PRESETS = [
  "Wrong target. Check where it goes, then ask again.",
  "Too much at once. Ask for a smaller step.",
  "Not now. Ask again later.",
  "Not needed for this task.",
] as const;
