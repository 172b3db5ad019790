"use client";
import { type RefObject, useCallback, useRef, useState } from "react";
import { errorAt, type FieldErrors } from "./field-errors";

type ShownErrors = {
  /** For the form, so that the first field that was refused is found. */
  form: RefObject<HTMLFormElement | null>;
  any: boolean;
  /** The sentence about a field or anything inside it. */
  at: (path: string) => string | undefined;
  /** Shows what was found, and puts the cursor into the first field that it is about. */
  show: (found: FieldErrors) => void;
  /** Takes back what was said about a field, once somebody types there. */
  clear: (path: string) => void;
};

/** What is wrong with the fields of a form, from the schema or from the server. */
export function useFieldErrors(): ShownErrors {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const show = useCallback((found: FieldErrors) => {
    setErrors(found);
    requestAnimationFrame(() => {
      const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
      if (field) field.focus();
      else form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: "center" });
    });
  }, []);
  const clear = useCallback((path: string) => setErrors((before) => without(before, path)), []);
  return { form, any: Object.keys(errors).length > 0, at: (path) => errorAt(errors, path), show, clear };
}

function without(errors: FieldErrors, path: string): FieldErrors {
  if (errorAt(errors, path) === undefined) return errors;
  return Object.fromEntries(Object.entries(errors).filter(([key]) => key !== path && !key.startsWith(`${path}.`)));
}
