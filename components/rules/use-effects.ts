"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { RuleBody } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";

/** Long enough that typing a number asks once. */
const STILL_MILLISECONDS = 400;

function useStill<T>(value: T): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), STILL_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}

type Asked = {
  /** The saved rule; undefined for a new one. */
  id: string | undefined;
  /** What would be saved; null while it is not complete. */
  body: RuleBody | null;
  /** Whether that differs from what is saved. */
  dirty: boolean;
};

/** What a rule does to running tasks: as it is saved, or as it is being written once the fields are still. */
export function useEffects({ id, body, dirty }: Asked) {
  const still = useStill(body);
  const drafted = dirty || id === undefined;
  const saved = useEndpoint("ruleEffects", { id: id ?? "" }, { enabled: !drafted });
  const draft = useEndpoint(
    "checkRule",
    // Nothing is asked without a body; the key needs one all the same.
    { id, body: still as RuleBody },
    { enabled: drafted && still !== null, placeholderData: keepPreviousData },
  );
  const query = drafted ? draft : saved;
  return {
    effects: drafted ? draft.data?.effects : saved.data,
    error: query.error,
    retry: () => void query.refetch(),
    updating: drafted && (draft.isFetching || still !== body) && draft.data !== undefined,
    drafted,
  };
}
