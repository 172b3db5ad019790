"use client";
import { ROLE_SAID, ROLES, type Role } from "@/lib/identity/schema";
import { Checkbox } from "../ui/checkbox";

type RolePickerProps = {
  roles: readonly Role[];
  onRoles: (roles: readonly Role[]) => void;
  /** Why a role cannot be taken away. */
  kept?: { role: Role; why: string };
};

/** Roles add up: everybody is a viewer, the others are given. */
export function RolePicker({ roles, onRoles, kept }: RolePickerProps) {
  return (
    <div className="grid gap-2">
      {ROLES.map((role) => {
        const fixed = role === "viewer" || kept?.role === role;
        const note = kept?.role === role ? kept.why : ROLE_SAID[role];
        return (
          <Checkbox
            key={role}
            checked={role === "viewer" || roles.includes(role)}
            disabled={fixed}
            note={role === "viewer" ? `everybody: ${note}` : note}
            onChange={(event) =>
              onRoles(event.target.checked ? [...roles, role] : roles.filter((other) => other !== role))
            }
          >
            {role}
          </Checkbox>
        );
      })}
    </div>
  );
}
