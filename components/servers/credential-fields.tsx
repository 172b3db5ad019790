"use client";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type CredentialFieldsProps = {
  header: string;
  value: string;
  onChange: (change: { header?: string; value?: string }) => void;
  errors: { header?: string; value?: string };
};

/** The header that opens a server. The value is written once and never read back. */
export function CredentialFields({ header, value, onChange, errors }: CredentialFieldsProps) {
  return (
    <div className="g2">
      <Field label="Header" hint="Its name, such as Authorization or X-Api-Key." error={errors.header}>
        <Input mono value={header} onChange={(event) => onChange({ header: event.target.value })} />
      </Field>
      <Field label="Value" hint="Whole, as it is sent: “Bearer …” where the server wants that." error={errors.value}>
        <Input mono type="password" value={value} onChange={(event) => onChange({ value: event.target.value })} />
      </Field>
    </div>
  );
}
