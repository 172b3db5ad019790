/** Whether single keys act, in this browser. Kept in a cookie beside the theme, so that the first HTML knows it. */
export const KEYS_COOKIE = "countersign-keys";

/** Only what was switched off is kept. */
export const keysFrom = (cookie: string | undefined): "off" | undefined => (cookie === "off" ? "off" : undefined);
