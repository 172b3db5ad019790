import { shared } from "../base/index";

export type NotifySettings = {
  /** The address of the pages, to which links lead; without a slash at its end. */
  publicUrl: string;
};

const holder = () => shared<{ settings?: NotifySettings }>("notify.settings", () => ({}));

/** Says where links lead. Called once, by server.ts. */
export function configureNotify(settings: NotifySettings): void {
  holder().settings = settings;
}

/** How this module was set up. Throws a plain Error when it was not: a mistake of ours. */
export function notifySettings(): NotifySettings {
  const { settings } = holder();
  if (!settings) throw new Error("notifications are not configured: start through server.ts");
  return settings;
}
