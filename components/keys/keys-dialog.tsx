"use client";
import { Dialog, DialogBody } from "../ui/dialog";
import { KEY_PLACES } from "./key-list";
import { KeySwitch } from "./key-switch-field";

type KeysDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Every key, by where it acts, and the switch that turns them all off. */
export function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="A key does what a click on its button does, and rests while you type or a dialog is open."
    >
      <DialogBody>
        {Object.values(KEY_PLACES).map(({ title, keys }) => (
          <section className="sect" key={title}>
            <h3>{title}</h3>
            <table className="diff key-list">
              <tbody>
                {Object.values(keys).map(({ cap, does }) => (
                  <tr key={cap}>
                    <th scope="row">
                      <kbd>{cap}</kbd>
                    </th>
                    <td>{does}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
        <KeySwitch />
      </DialogBody>
    </Dialog>
  );
}
