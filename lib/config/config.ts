import type { Role, TokenRight } from "../identity/schema";
import type { NewChannel } from "../notify/schema";
import type { RuleBody } from "../policy/schema";
import type { ToolClass } from "../servers/schema";
import type { CharterBody } from "../tasks/schema";
import type { Path, Place, Problem } from "./problem";

/** A person as the file declares them; `path` is where. Secrets are here as they will be used: never log one of these. */
export type DeclaredPerson = {
  path: Path;
  email: string;
  name: string;
  roles: Role[];
  seesBodies: boolean;
  breakGlass: boolean;
  /** The e-mail of another account of the same person; null: none. */
  samePersonAs: string | null;
  password: string | null;
  accessToken: { value: string; rights: TokenRight[] } | null;
};

export type DeclaredServer = {
  path: Path;
  name: string;
  /** In the one form in which it is stored. */
  url: string;
  classing: "ask" | "hints";
  /** Classes by tool; null when the file says nothing of single tools. */
  declared: Record<string, ToolClass> | null;
  credential: { header: string; value: string } | null;
};

export type DeclaredAgent = {
  path: Path;
  name: string;
  /** The owner's e-mail. */
  owner: string;
  note: string;
  secret: string | null;
  key: string | null;
  charter: CharterBody | null;
};

/** A group as the file declares it, its members by e-mail. */
export type DeclaredGroup = { path: Path; name: string; members: string[] };

/** A channel; its secrets are in it as they will be used. */
export type DeclaredChannel = { path: Path; name: string; settings: NewChannel };

export type DeclaredRule = { path: Path; body: RuleBody };

/** A file that was read and is free of mistakes as far as the file alone can tell. */
export type Config = {
  /** The file's path. */
  file: string;
  /** SHA-256 of its bytes, hex. */
  digest: string;
  people: DeclaredPerson[];
  servers: DeclaredServer[];
  agents: DeclaredAgent[];
  channels: DeclaredChannel[];
  groups: DeclaredGroup[];
  rules: DeclaredRule[];
  /** What is allowed but rarely meant. */
  warnings: Problem[];
  place: (path: Path, of?: "value" | "key") => Place;
};
