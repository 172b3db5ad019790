import { ROLE_SAID, type Role } from "@/lib/identity/schema";

/** Roles, each with what it may. */
export function RoleList({ roles }: { roles: readonly Role[] }) {
  return (
    <ul className="grid gap-1">
      {roles.map((role) => (
        <li key={role}>
          <span className="strong">{role}</span> <span className="muted">{ROLE_SAID[role]}</span>
        </li>
      ))}
    </ul>
  );
}
