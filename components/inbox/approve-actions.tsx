import { ACT_ICONS } from "../domain/act-icons";
import { Button } from "../ui/button";
import { DialogActions } from "../ui/dialog";
import type { ReviewAct } from "./answer";

type ApproveActionsProps = {
  act: ReviewAct;
  /** Whether it is signed with a passkey. */
  signs: boolean;
  /** What is done, and what the button says after "Approve". */
  as: "narrow" | "edit" | "pattern";
  what: string;
  onCancel: () => void;
};

/** The foot of a dialog that approves something else than what was asked. */
export function ApproveActions({ act, signs, as, what, onCancel }: ApproveActionsProps) {
  return (
    <DialogActions>
      <Button onClick={onCancel} blocked={act.isPending}>
        Cancel
      </Button>
      <Button
        type="submit"
        variant="even"
        icon={signs ? ACT_ICONS.sign : ACT_ICONS[as]}
        busy={act.isPending && act.busyWord}
      >
        {`${signs ? "Sign and approve" : "Approve"} ${what}`}
      </Button>
    </DialogActions>
  );
}
