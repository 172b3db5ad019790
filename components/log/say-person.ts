import {
  by,
  changedWords,
  type KindsAbout,
  listed,
  type Part,
  type SaidEntry,
  type Sentences,
  say,
  value,
} from "./say";

type Whom = { id: string; email: string };
const whom = ({ id, email }: Whom): Part => ({ text: email, as: "person", id });

/** Whether somebody acted on themselves: then saying the address again says nothing. */
const isOwn = (person: Whom, entry: SaidEntry): boolean => person.id === entry.humanId;

const roles = (given: readonly string[]): string => {
  const more = given.filter((role) => role !== "viewer");
  return more.length > 0 ? listed(more) : "viewer";
};

const WAYS: Readonly<Record<string, string>> = {
  password: "with a password",
  link: "by a one-time link",
};

const JOINED: Readonly<Record<string, string>> = {
  "first link": "by the first link",
  invitation: "by invitation",
  environment: "by the environment’s variables",
  configuration: "by the configuration file",
};

const SET_BY: Readonly<Record<string, string>> = {
  "reset link": "by a one-time link",
  configuration: "by the configuration file",
};

const CHANGED = {
  name: "the name",
  roles: "the roles",
  seesBodies: "the right to see payloads",
  breakGlass: "the right to break the glass",
  samePersonAs: "the accounts that are the same person",
  signsInBy: "the way to sign in",
} as const;

/** What people do here, and what is done about them. */
export const PERSON_SENTENCES: Pick<
  Sentences,
  KindsAbout<"human"> | KindsAbout<"access_token"> | KindsAbout<"passkey">
> = {
  "human.invited": (facts, entry) => {
    const invited = say`${value(facts.email)} as ${roles(facts.roles)}`;
    return by(entry, say`invited ${invited}`, say`Invited ${invited}`);
  },
  "human.uninvited": ({ email }, entry) =>
    by(entry, say`withdrew the invitation of ${value(email)}`, say`The invitation of ${value(email)} was withdrawn`),
  "human.joined": (facts) =>
    say`${value(facts.email)} joined as ${roles(facts.roles)}, ${JOINED[facts.by] ?? value(`through ${facts.by}`)}`,
  "human.changed": ({ person, after }, entry) => {
    const what = changedWords(after, CHANGED);
    if (isOwn(person, entry)) return by(entry, `changed ${what} of their own`, "");
    return by(entry, say`changed ${what} of ${whom(person)}`, say`Changed ${what} of ${whom(person)}`);
  },
  "human.disabled": ({ person }, entry) => by(entry, say`disabled ${whom(person)}`, say`${whom(person)} was disabled`),
  "human.enabled": ({ person }, entry) =>
    by(entry, say`let ${whom(person)} in again`, say`${whom(person)} was let in again`),
  "human.signed_in": (facts, entry) => {
    const way = WAYS[facts.by] ?? value(`through ${facts.by}`);
    const from = facts.address === "unknown" ? "" : say`, from ${value(facts.address)}`;
    return by(entry, say`signed in ${way}${from}`, say`Somebody signed in ${way}${from}`);
  },
  "human.signed_out": ({ person, everywhere }, entry) => {
    if (isOwn(person, entry)) return by(entry, everywhere ? "signed out everywhere" : "signed out", "");
    return by(entry, say`signed ${whom(person)} out everywhere`, say`${whom(person)} was signed out everywhere`);
  },
  "human.password_set": ({ person, by: way }, entry) => {
    const how = SET_BY[way] ? ` ${SET_BY[way]}` : "";
    return by(entry, `set a new password${how}`, say`The password of ${whom(person)} was set${how}`);
  },
  "human.reset_offered": ({ person }, entry) =>
    by(
      entry,
      say`made a link for ${whom(person)} to set a new password`,
      say`A link was made for ${whom(person)} to set a new password`,
    ),
  "human.notifications_set": ({ channels, events }, entry) => {
    const off = channels.length === 0 || events.length === 0;
    const where = listed([...channels]);
    return off
      ? by(entry, "chose to be told nothing outside the page", "")
      : by(entry, say`chose to be told through ${value(where)}`, "");
  },
  "human.away": ({ person, delegate }, entry) => {
    const stands = delegate ? say`; ${whom(delegate)} stands for them` : "";
    return by(entry, say`said that they are away${stands}`, say`${whom(person)} is away${stands}`);
  },
  "human.back": ({ person }, entry) => by(entry, "came back", say`${whom(person)} came back`),
  "access_token.made": ({ name, rights }, entry) => {
    const token = say`the access token ${value(name)} to ${listed(rights)}`;
    return by(entry, say`made ${token}`, say`The configuration file declared ${token}`);
  },
  "access_token.revoked": ({ name, person }, entry) => {
    const token = say`the access token ${value(name)}`;
    if (isOwn(person, entry)) return by(entry, say`revoked ${token}`, "");
    return by(entry, say`revoked ${token} of ${whom(person)}`, say`Revoked ${token} of ${whom(person)}`);
  },
  "passkey.enrolled": ({ name, deviceBound }, entry) => {
    const passkey = say`the passkey ${value(name)}, ${deviceBound ? "bound to its device" : "synced"}`;
    return by(entry, say`enrolled ${passkey}`, say`Enrolled ${passkey}`);
  },
  "passkey.renamed": ({ before, after }, entry) => {
    const names = say`the passkey ${value(before)} to ${value(after)}`;
    return by(entry, say`renamed ${names}`, say`Renamed ${names}`);
  },
  "passkey.revoked": ({ name, person }, entry) => {
    const passkey = say`the passkey ${value(name)}`;
    if (isOwn(person, entry)) return by(entry, say`revoked ${passkey}`, "");
    return by(entry, say`revoked ${passkey} of ${whom(person)}`, say`Revoked ${passkey} of ${whom(person)}`);
  },
  "passkey.refused": ({ person }) => say`A signature of ${whom(person)} did not hold`,
};
