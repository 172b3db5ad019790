/** What a word at the head of a tool's name says that the tool does. */
export type ActionVerb = {
  says: string;
  /** Whether it only looks. */
  reads: boolean;
  /** Whether it is about whatever there is rather than about things that are named. */
  any?: true;
  /** What it does with a place or a person that it names besides: something goes there, or from one place to another. */
  goes?: "to" | "from and to";
};

const looks = (says: string): ActionVerb => ({ says, reads: true });
const looksThrough = (says: string): ActionVerb => ({ says, reads: true, any: true });
const changes = (says: string): ActionVerb => ({ says, reads: false });
const brings = (says: string): ActionVerb => ({ says, reads: false, goes: "to" });
const moves = (says: string): ActionVerb => ({ says, reads: false, goes: "from and to" });

/**
 * The verbs of our sentences. A tool's name is its server's word: it is read only by this closed list, and only where the
 * class that our people gave the tool agrees. Another verb changes what people are shown: raise `TEMPLATE` with it.
 */
export const ACTION_VERBS: ReadonlyMap<string, ActionVerb> = new Map([
  ["read", looks("Read")],
  ["get", looks("Get")],
  ["fetch", looks("Fetch")],
  ["view", looks("View")],
  ["show", looks("Show")],
  ["describe", looks("Describe")],
  ["download", looks("Download")],
  ["list", looksThrough("List")],
  ["search", looksThrough("Search")],
  ["find", looksThrough("Find")],
  ["count", looksThrough("Count")],
  ["write", changes("Write")],
  ["create", changes("Create")],
  ["add", changes("Add")],
  ["insert", changes("Insert")],
  ["append", changes("Append")],
  ["update", changes("Update")],
  ["edit", changes("Edit")],
  ["modify", changes("Modify")],
  ["rename", moves("Rename")],
  ["move", moves("Move")],
  ["copy", moves("Copy")],
  ["upload", brings("Upload")],
  ["save", changes("Save")],
  ["send", brings("Send")],
  ["post", brings("Post")],
  ["reply", changes("Reply to")],
  ["publish", brings("Publish")],
  ["push", brings("Push")],
  ["merge", changes("Merge")],
  ["close", changes("Close")],
  ["reopen", changes("Reopen")],
  ["archive", changes("Archive")],
  ["restore", changes("Restore")],
  ["enable", changes("Enable")],
  ["disable", changes("Disable")],
  ["start", changes("Start")],
  ["stop", changes("Stop")],
  ["restart", changes("Restart")],
  ["deploy", changes("Deploy")],
  ["schedule", changes("Schedule")],
  ["invite", brings("Invite")],
  ["pay", changes("Pay")],
  ["charge", changes("Charge")],
  ["refund", changes("Refund")],
  ["transfer", moves("Transfer")],
  ["cancel", changes("Cancel")],
  ["revoke", changes("Revoke")],
  ["delete", changes("Delete")],
  ["remove", changes("Remove")],
  ["drop", changes("Drop")],
  ["purge", changes("Purge")],
  ["destroy", changes("Destroy")],
  ["truncate", changes("Truncate")],
]);

/** The things of our sentences, one and many. Two words are one thing where they stand together. */
const THINGS: readonly (readonly [one: string, many: string])[] = [
  ["account", "accounts"],
  ["alert", "alerts"],
  ["backup", "backups"],
  ["branch", "branches"],
  ["bucket", "buckets"],
  ["calendar", "calendars"],
  ["channel", "channels"],
  ["charge", "charges"],
  ["comment", "comments"],
  ["commit", "commits"],
  ["container", "containers"],
  ["customer", "customers"],
  ["dashboard", "dashboards"],
  ["database", "databases"],
  ["deployment", "deployments"],
  ["directory", "directories"],
  ["document", "documents"],
  ["email", "emails"],
  ["entity", "entities"],
  ["event", "events"],
  ["file", "files"],
  ["folder", "folders"],
  ["index", "indexes"],
  ["invoice", "invoices"],
  ["issue", "issues"],
  ["job", "jobs"],
  ["key", "keys"],
  ["label", "labels"],
  ["message", "messages"],
  ["milestone", "milestones"],
  ["note", "notes"],
  ["observation", "observations"],
  ["order", "orders"],
  ["page", "pages"],
  ["payment", "payments"],
  ["pod", "pods"],
  ["product", "products"],
  ["project", "projects"],
  ["pull request", "pull requests"],
  ["record", "records"],
  ["relation", "relations"],
  ["release", "releases"],
  ["reminder", "reminders"],
  ["report", "reports"],
  ["repository", "repositories"],
  ["role", "roles"],
  ["row", "rows"],
  ["secret", "secrets"],
  ["service", "services"],
  ["subscription", "subscriptions"],
  ["table", "tables"],
  ["tag", "tags"],
  ["task", "tasks"],
  ["ticket", "tickets"],
  ["user", "users"],
  ["view", "views"],
  ["webhook", "webhooks"],
  ["workflow", "workflows"],
];

export type Thing = { one: string; many: string; isMany: boolean };

/** Short words that names use for a thing. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["repo", "repository"],
  ["repos", "repositories"],
  ["doc", "document"],
  ["docs", "documents"],
]);

const BY_WORD: ReadonlyMap<string, Thing> = new Map(
  THINGS.flatMap(([one, many]): [string, Thing][] => [
    [one, { one, many, isMany: false }],
    [many, { one, many, isMany: true }],
  ]),
);

/** The thing that a word of a name stands for. */
export const actionThing = (word: string): Thing | undefined => BY_WORD.get(SHORT.get(word) ?? word);

/** Words before a thing that do not change what it is. */
export const ACTION_FILLERS: ReadonlySet<string> = new Set(["a", "an", "the", "new", "single", "multiple", "text"]);
