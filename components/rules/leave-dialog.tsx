"use client";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { useLeaveGuard } from "./use-leave-guard";

/** Asks before unsaved changes are lost. */
export function LeaveDialog({ dirty, changed }: { dirty: boolean; changed: string }) {
  const guard = useLeaveGuard(dirty);
  return (
    <Dialog open={guard.asking} onOpenChange={guard.stay} title="Leave without saving?">
      <DialogBody>
        <p>{changed} not saved yet. Leaving throws this away.</p>
      </DialogBody>
      <DialogActions>
        <Button onClick={guard.leave}>Leave</Button>
        <Button variant="solid" onClick={guard.stay}>
          Stay here
        </Button>
      </DialogActions>
    </Dialog>
  );
}
