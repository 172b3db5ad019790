import { shared } from "../base/index";

const holder = () => shared<{ file: string | null }>("config.path", () => ({ file: null }));

/** The configuration file that this process applied, for the hint where read-only things come from; null without one. */
export const configPath = (): string | null => holder().file;

export function rememberPath(file: string): void {
  holder().file = file;
}
