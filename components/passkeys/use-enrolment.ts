"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { PasskeyRow } from "@/lib/api/schema";
import { callEndpoint } from "../api/call-endpoint";
import type { ApiError } from "../api/client";
import { askToEnrol } from "./ask-passkey";

export type NewPasskey = { name: string; password: string | undefined };

/** Makes a passkey and enrols it: the server is asked, then the browser, then the server is told. */
export function useEnrolment() {
  const client = useQueryClient();
  return useMutation<PasskeyRow, ApiError, NewPasskey>({
    mutationFn: async ({ name, password }) => {
      const { id, options } = await callEndpoint("beginEnrolment", { password });
      const attestation = await askToEnrol(options);
      return callEndpoint("enrolPasskey", { enrolment: id, name, attestation });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["listPasskeys"] }),
  });
}
