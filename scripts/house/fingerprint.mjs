import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.mjs";

const STAMPS = join(ROOT, ".stamp");

/** A hash over the names and contents of files and folders of the project; what does not exist counts as absent. */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesOf(path))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(ROOT, file)))
        .update("\0");
  }
  return hash.digest("hex");
}

function filesOf(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((item) => (item.isDirectory() || item.isFile() ? filesOf(join(path, item.name)) : []));
}

/** Tells whether a step was finished for exactly these inputs. */
export function isStamped(name, print) {
  const file = join(STAMPS, name);
  return existsSync(file) && readFileSync(file, "utf8").trim() === print;
}

/** Notes that a step is finished; written last, so that one that was interrupted is done again. */
export function stamp(name, print) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), `${print}\n`);
}
