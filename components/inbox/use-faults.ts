"use client";
import { useEffect, useMemo, useState } from "react";
import type { EditedArguments } from "./edit-draft";

type Looks = typeof import("./definition-faults");
type Faults = ReturnType<Looks["faultsIn"]>;

/**
 * What the tool's pinned definition does not accept of an edit, said while it is typed: otherwise only the server would
 * say so, and that uses the approval up. It warns and never blocks: the definition is the word of a server, which must
 * not be able to keep a person from the edit they mean, and the server may take more than it says.
 *
 * @param masks Where a value stands that is not shown: it is compared with nothing.
 */
export function useFaults(schema: string | null, edited: EditedArguments | null, masks: readonly string[]): Faults {
  // Only who edits loads what checks.
  const [looks, setLooks] = useState<Looks | null>(null);
  useEffect(() => {
    let here = true;
    import("./definition-faults").then(
      (loaded) => here && setLooks(loaded),
      () => {}, // without it nothing is said; the server still checks
    );
    return () => {
      here = false;
    };
  }, []);
  const definition = useMemo(() => looks?.readDefinition(schema) ?? null, [looks, schema]);
  return useMemo(
    () => (looks && definition && edited ? looks.faultsIn(definition, edited, masks) : []),
    [looks, definition, edited, masks],
  );
}
