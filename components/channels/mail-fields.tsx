"use client";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { RadioSegments } from "../ui/radio-segments";
import { type ChannelDraft, type ChannelFormPart, withTls } from "./channel-draft";

const TLS = [
  { value: "starttls", label: "STARTTLS" },
  { value: "implicit", label: "TLS" },
  { value: "none", label: "none" },
] as const satisfies readonly { value: ChannelDraft["tls"]; label: string }[];

/** The mail server, and as whom messages are handed to it. */
export function MailFields({ draft, onChange, errorAt, channel }: ChannelFormPart) {
  const keeps = channel?.secrets.includes("password") ?? false;
  return (
    <>
      <div className="g2">
        <Field label="Mail server" hint="Its name, such as smtp.example.com." error={errorAt("settings.host")}>
          <Input mono value={draft.host} onChange={(event) => onChange({ host: event.target.value })} />
        </Field>
        <Field label="Port" error={errorAt("settings.port")}>
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={draft.port}
            onChange={(event) => onChange({ port: event.target.value })}
          />
        </Field>
      </div>
      <FieldGroup
        label="Secured by"
        hint={draft.tls === "none" ? "Messages travel in the clear." : "Without it, nothing is sent."}
        error={errorAt("settings.tls")}
      >
        <span>
          <RadioSegments
            label="Secured by"
            value={draft.tls}
            segments={TLS}
            onValue={(tls) => onChange(withTls(draft, tls))}
          />
        </span>
      </FieldGroup>
      <div className="g2">
        <Field label="User" optional hint="Empty: the server asks for none." error={errorAt("settings.user")}>
          <Input mono value={draft.user} onChange={(event) => onChange({ user: event.target.value })} />
        </Field>
        <Field
          label="Password"
          optional
          hint={keeps ? "Empty: it stays as it is." : "Sealed; it is never shown again."}
          error={errorAt("settings.password")}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => onChange({ password: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label="From"
        hint="The address that messages come from; the server must take it."
        error={errorAt("settings.from")}
      >
        <Input
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          value={draft.sender}
          onChange={(event) => onChange({ sender: event.target.value })}
        />
      </Field>
    </>
  );
}
