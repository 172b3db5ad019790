"use client";
import type { Right } from "@/lib/identity/schema";
import { useEndpoint } from "./queries";

/** Whether the person at the page may do something; false until that is known. The server checks again in any case. */
export function useMay(right: Right): boolean {
  return useEndpoint("me", {}).data?.rights.includes(right) ?? false;
}
