import { shared } from "../base/index";

export type ApiSettings = {
  /** The version of this Countersign. */
  version: string;
  /** Whether the database is started and kept by this process, or was given. */
  database: "embedded" | "given";
  /** The number up to which this process has read the log without a gap. */
  position(): bigint;
};

const holder = () => shared<{ settings?: ApiSettings }>("api.settings", () => ({}));

export function configureApi(settings: ApiSettings): void {
  holder().settings = settings;
}

/** How the API was set up. Throws a plain Error when it was not: a mistake of ours. */
export function apiSettings(): ApiSettings {
  const { settings } = holder();
  if (!settings) throw new Error("the API is not installed: start through server.ts");
  return settings;
}
