/** What a colour says. It always stands beside an icon and a word. */
export type Tone = "ok" | "wait" | "stop" | "off";
