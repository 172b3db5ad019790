"use client";
import { useMutation } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { routes } from "@/lib/base/routes";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { sendSignOut } from "./send-sign-out";

/** Signs out here, and goes to sign in. */
export function SignOut() {
  const act = useMutation({
    mutationFn: sendSignOut,
    // A page of its own: nothing that was read while signed in stays in memory.
    onSuccess: () => location.assign(routes.signIn()),
  });
  return (
    <>
      <Button icon={LogOut} busy={(act.isPending || act.isSuccess) && "Signing out…"} onClick={() => act.mutate()}>
        Sign out
      </Button>
      {act.isError && <ErrorState error={act.error} inline />}
    </>
  );
}
