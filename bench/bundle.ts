import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLE_OPTIONS } from "../scripts/house/bundle-options.mjs";

export const PROCESSES = ["upstream", "hop", "gateway", "load", "pages"] as const;

/**
 * Bundles the processes of a run as `npm start` bundles the server, so that what is measured is what runs. The folder
 * must lie in the project: packages stay in node_modules.
 */
export async function bundle(root: string, folder: string): Promise<Record<(typeof PROCESSES)[number], string>> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: root,
    entryPoints: PROCESSES.map((name) => `bench/processes/${name}.ts`),
    outdir: folder,
  });
  const file = (name: string) => join(folder, `${name}.mjs`);
  return {
    upstream: file("upstream"),
    hop: file("hop"),
    gateway: file("gateway"),
    load: file("load"),
    pages: file("pages"),
  };
}
