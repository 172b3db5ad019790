export { attachLive, type Live } from "./attach-live";
export type { LiveEvent, LiveFrame } from "./schema";
