import { type LinkFace, type LinkKind, ROLE_SAID, type Role } from "@/lib/identity/schema";
import { TimeStamp } from "../time/time-stamp";
import { Facts } from "../ui/section";

export const LINK_TITLES: Readonly<Record<LinkKind, string>> = {
  first: "Be the first person here",
  invite: "You are invited to Countersign",
  reset: "Set a new password",
};

/** What a one-time link gives, to whom, and until when. */
export function LinkFacts({ link }: { link: LinkFace }) {
  const facts = [
    ...(link.invitedBy && link.kind === "invite" ? [{ name: "Invited by", value: link.invitedBy }] : []),
    ...(link.kind === "reset" ? [] : [{ name: "You will be", value: <Roles roles={link.roles} /> }]),
    { name: "Good until", value: <TimeStamp at={link.expiresAt} zone /> },
  ];
  return (
    <>
      <p className="soft">{SAID[link.kind]}</p>
      <Facts facts={facts} />
    </>
  );
}

const SAID: Readonly<Record<LinkKind, string>> = {
  first: "Nobody is here yet. You will set things up and can approve what agents ask for.",
  invite: "Choose a password to come in. The link works once.",
  reset: "All your open sessions end when you set it. The link works once.",
};

function Roles({ roles }: { roles: readonly Role[] }) {
  return (
    <ul className="grid gap-1">
      {roles.map((role) => (
        <li key={role}>
          <span className="label">{role}</span> <span className="muted">{ROLE_SAID[role]}</span>
        </li>
      ))}
    </ul>
  );
}
