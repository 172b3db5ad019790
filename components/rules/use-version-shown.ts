"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { routes } from "@/lib/base/routes";

/** Which version of a rule the address asks for; null for the present one. */
export function useVersionShown(id: string) {
  const router = useRouter();
  const asked = useSearchParams().get("version");
  const version = asked !== null && /^\d{1,9}$/.test(asked) ? Number(asked) : null;
  const before = useRef(version);
  useEffect(() => {
    if (before.current === version) return;
    before.current = version;
    // Another version is another thing to read, from its head.
    document.getElementById("main")?.scrollTo({ top: 0 });
  }, [version]);
  return { version, leave: () => router.push(routes.rule(id), { scroll: false }) };
}

/** The address of one version. */
export const versionHref = (id: string, version: number): string => `${routes.rule(id)}?version=${version}`;
