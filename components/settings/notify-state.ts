import { mayNotify } from "../live/notify";

/** on, off: allowed, and wanted or not. ask: the browser has not been asked. The others say why it cannot be. */
export type NotifyState = "on" | "off" | "ask" | "blocked" | "insecure" | "missing";

/** Whether this browser tells of approvals. For the browser only. */
export function notifyState(): NotifyState {
  if (!window.isSecureContext) return "insecure";
  if (typeof Notification === "undefined") return "missing";
  if (Notification.permission === "denied") return "blocked";
  if (Notification.permission === "default") return "ask";
  return mayNotify() ? "on" : "off";
}
