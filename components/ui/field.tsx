"use client";
import { CircleAlert, TriangleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";
import { Icon } from "./icon";

type FieldIds = { id: string; describedBy: string | undefined; invalid: boolean; warned: boolean; required: boolean };

const FieldContext = createContext<FieldIds | null>(null);

/** What an input inside a `Field` needs to be tied to its label, hint and error. Empty outside of one. */
export function useField(): Partial<FieldIds> {
  return useContext(FieldContext) ?? {};
}

type FieldProps = {
  label: ReactNode;
  /** Stands below the input: bounds, units, what happens then. */
  hint?: ReactNode;
  /** What is wrong and what would fit. Replaces the hint. */
  error?: ReactNode;
  /** What is odd but allowed. Replaces the hint. */
  warning?: ReactNode;
  /** Says "optional" beside the label and lifts the requirement. */
  optional?: boolean;
  /** Set where a sentence links to the field. */
  id?: string;
  children: ReactNode;
};

/** A label, one input and what there is to say about it. */
export function Field({ label, hint, error, warning, optional = false, id, children }: FieldProps) {
  const made = useId();
  const inputId = id === undefined ? made : `${id}-input`;
  const noteId = `${made}-note`;
  const said = error ?? warning ?? hint;
  const ids: FieldIds = {
    id: inputId,
    describedBy: said ? noteId : undefined,
    invalid: Boolean(error),
    warned: Boolean(warning),
    required: !optional,
  };
  return (
    <div className="field" id={id}>
      <label htmlFor={inputId}>
        {label}
        {optional && <span className="optional">, optional</span>}
      </label>
      <FieldContext value={ids}>{children}</FieldContext>
      <FieldNote id={noteId} hint={hint} error={error} warning={warning} />
    </div>
  );
}

/** Several controls under one label (chips, segments, checkboxes). */
export function FieldGroup({ label, hint, error, warning, id, children }: Omit<FieldProps, "optional">) {
  const made = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid item of a form row in every browser
    <div className="field" id={id} role="group" aria-labelledby={`${made}-label`} aria-describedby={`${made}-note`}>
      <span className="lbl" id={`${made}-label`}>
        {label}
      </span>
      {children}
      <FieldNote id={`${made}-note`} hint={hint} error={error} warning={warning} />
    </div>
  );
}

function FieldNote({ id, hint, error, warning }: Pick<FieldProps, "hint" | "error" | "warning"> & { id: string }) {
  if (error) {
    return (
      <p className="hint stop" id={id} role="alert">
        <Icon of={CircleAlert} small />
        <span>{error}</span>
      </p>
    );
  }
  if (warning) {
    return (
      <p className="hint wait" id={id}>
        <Icon of={TriangleAlert} small />
        <span>{warning}</span>
      </p>
    );
  }
  return hint ? (
    <p className="hint" id={id}>
      {hint}
    </p>
  ) : null;
}
