"use client";
import { Ellipsis, Fingerprint, KeyRound, LogOut, Power, PowerOff } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Menu, type MenuItem } from "../ui/menu";
import { EditPersonDialog } from "./edit-person-dialog";
import type { PersonFacts } from "./person-facts";
import { PersonPasskeysDialog } from "./person-passkeys-dialog";
import { DisablePersonDialog, EnablePersonDialog, SignOutPersonDialog } from "./person-switches";
import { ResetLinkDialog } from "./reset-link-dialog";

type Act = "edit" | "passkeys" | "reset" | "sign-out" | "disable" | "enable";

/** What an admin can do about a person. What the configuration file declares is changed there, and says so. */
export function PersonActs(facts: PersonFacts) {
  const { person } = facts;
  const [act, setAct] = useState<Act | null>(null);
  const dialog = (name: Act) => ({ person, open: act === name, onOpenChange: () => setAct(null) });
  const declared = person.source === "config";
  return (
    <span className="flex gap-2 ml-auto">
      <Button
        onClick={() => setAct("edit")}
        blocked={declared && `The configuration file declares ${person.email}; change it there.`}
      >
        Change…
      </Button>
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`More about ${person.name}`} />}
        items={itemsFor(facts, setAct)}
      />
      <EditPersonDialog {...facts} {...dialog("edit")} />
      <ResetLinkDialog {...dialog("reset")} />
      <PersonPasskeysDialog {...dialog("passkeys")} />
      <SignOutPersonDialog {...dialog("sign-out")} />
      <DisablePersonDialog {...dialog("disable")} />
      <EnablePersonDialog {...dialog("enable")} />
    </span>
  );
}

function itemsFor({ person, isOnlyAdmin }: PersonFacts, open: (act: Act) => void): MenuItem[] {
  const declared = person.source === "config";
  const active = person.state === "active";
  const why = declared ? ": change it in the configuration file" : isOnlyAdmin ? ": the only admin stays" : "…";
  return [
    {
      label: "Link to set a new password…",
      icon: KeyRound,
      blocked: !active,
      onSelect: () => open("reset"),
    },
    { label: "Passkeys…", icon: Fingerprint, onSelect: () => open("passkeys") },
    { label: "Sign out everywhere…", icon: LogOut, blocked: !active, onSelect: () => open("sign-out") },
    { kind: "line", label: "switch" },
    active
      ? {
          label: `Disable${why}`,
          icon: PowerOff,
          stop: !declared && !isOnlyAdmin,
          blocked: declared || isOnlyAdmin,
          onSelect: () => open("disable"),
        }
      : {
          label: declared ? `Enable${why}` : "Enable…",
          icon: Power,
          blocked: declared,
          onSelect: () => open("enable"),
        },
  ];
}
