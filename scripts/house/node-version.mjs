import { Stop } from "./step.mjs";

/** Refuses versions of Node that cannot work, and says once that 20 gets no security fixes any more. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(`This is Node ${version}. Countersign needs 20.19 or newer; 24 is the best choice.`);
  if (major === 20 && !process.env.COUNTERSIGN_NODE_NOTED)
    console.warn("Node 20 works, but has been out of support since April 2026: use 22 or 24 in production.");
}
