import { canonicalJson, type Json } from "../base/index";

/** One held call that waits for its own approval, as far as another one can be the same. */
export type AskedAlone = {
  approvalId: string;
  server: string;
  tool: string;
  toolDigest: string;
  argumentsDigest: string;
  /** The call's arguments; undefined where they are not compared: too long, or not for the one who looks. */
  arguments?: Json;
};

/**
 * How one call stands to another: same, byte for byte; adds: it says all that the other says, and more; leaves_out: the
 * other way round.
 */
export type SiblingRelation = "same" | "adds" | "leaves_out";
export type Sibling = { relation: SiblingRelation; members: string[] };

/**
 * Compares a call with another. They are siblings when they go to the same tool of the same server under the same
 * definition, and their canonical arguments are the same, or are objects of which one has every member of the other with
 * an equal value, and further ones. Nothing inside a member is looked into, an object without members is a sibling only
 * of its like, and no values are taken for equal that differ in one byte. It says that they can be shown together, never
 * that one stands for the other: what is left out may as well mean more.
 *
 * @returns How `one` stands to `other`, and which members one of them lacks; null when they are no siblings.
 */
export function siblingOf(one: AskedAlone, other: AskedAlone): Sibling | null {
  return compare({ ask: one, members: membersOf(one) }, { ask: other, members: membersOf(other) });
}

/** The canonical bytes of each member; null where the arguments are no object, or not compared. */
type Members = ReadonlyMap<string, string> | null;
/** A call whose members were written out once, however often it is compared: agents say how many and how long they are. */
type Compared = { ask: AskedAlone; members: Members };

function membersOf({ arguments: given }: AskedAlone): Members {
  if (!isObject(given)) return null;
  return new Map(Object.entries(given).map(([name, value]) => [name, canonicalJson(value)]));
}

function compare({ ask: one, members: ofOne }: Compared, { ask: other, members: ofOther }: Compared): Sibling | null {
  if (one.server !== other.server || one.tool !== other.tool || one.toolDigest !== other.toolDigest) return null;
  if (one.argumentsDigest === other.argumentsDigest) return { relation: "same", members: [] };
  const more = addedBy(ofOne, ofOther);
  if (more) return { relation: "adds", members: more };
  const less = addedBy(ofOther, ofOne);
  return less && { relation: "leaves_out", members: less };
}

/** The members that `larger` has beyond `smaller`; null unless it has all of those with equal values, and further ones. */
function addedBy(larger: Members, smaller: Members): string[] | null {
  if (!larger || !smaller || smaller.size === 0 || larger.size <= smaller.size) return null;
  for (const [name, value] of smaller) if (larger.get(name) !== value) return null;
  return [...larger.keys()].filter((name) => !smaller.has(name)).sort();
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Approvals that are shown as one: the one that comes first, and all of them in the order they came in. */
export type SiblingGroup = { lead: string; all: string[]; same: boolean };

/**
 * Puts calls together that are siblings: the same ones, and with them those that say less than they. A call that says
 * less than several that are not siblings of each other goes with the first. Whoever is alone is in no group.
 *
 * @param asks In the order in which they wait.
 */
export function groupSiblings(asks: readonly AskedAlone[]): SiblingGroup[] {
  const kinds = [...kindsOf(asks).values()];
  const isLess = (kind: Kind, than: Kind) => compare(kind, than)?.relation === "leaves_out";
  const roots = kinds.filter((kind) => !kinds.some((other) => isLess(kind, other)));
  const groups = new Map(roots.map((root) => [root, [root]]));
  for (const kind of kinds) {
    const root = groups.has(kind) ? undefined : roots.find((candidate) => isLess(kind, candidate));
    if (root) groups.get(root)?.push(kind);
  }
  return [...groups.values()].flatMap((members) => {
    const ids = new Set(members.flatMap((kind) => kind.ids));
    const all = asks.flatMap(({ approvalId }) => (ids.has(approvalId) ? [approvalId] : []));
    const [lead] = all;
    return lead !== undefined && all.length > 1 ? [{ lead, all, same: members.length === 1 }] : [];
  });
}

/** Calls that are the same, byte for byte. */
type Kind = Compared & { ids: string[] };

function kindsOf(asks: readonly AskedAlone[]): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const ask of asks) {
    const key = canonicalJson([ask.server, ask.tool, ask.toolDigest, ask.argumentsDigest]);
    const kind = kinds.get(key) ?? { ask, members: membersOf(ask), ids: [] };
    kind.ids.push(ask.approvalId);
    kinds.set(key, kind);
  }
  return kinds;
}
