import { Chip, Chips } from "../ui/chips";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { DENY_PRESETS } from "./deny-presets";

type TogetherReasonProps = { value: string; onValue: (value: string) => void; missing: boolean };

/** The one reason for which several calls are denied. */
export function TogetherReason({ value, onValue, missing }: TogetherReasonProps) {
  return (
    <>
      <Chips label="Usual reasons">
        {DENY_PRESETS.map((preset) => (
          <Chip key={preset} on={value === preset} onToggle={() => onValue(value === preset ? "" : preset)}>
            {preset}
          </Chip>
        ))}
      </Chips>
      <Field
        label="Reason"
        hint="Each agent, its owner and the log get these words."
        error={missing ? "Say why. The reason is kept with the record." : undefined}
      >
        <Textarea value={value} onChange={(event) => onValue(event.target.value)} maxLength={500} />
      </Field>
    </>
  );
}
