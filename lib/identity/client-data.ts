import { z } from "zod";

const schema = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
});

/** What the browser signed along: where it was, and what was asked. Source: WebAuthn Level 3 §5.8.1. */
export type ClientData = z.infer<typeof schema>;

/** Reads client data as a browser writes it, base64url; null when it is something else. */
export function readClientData(text: string): ClientData | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return schema.safeParse(value).data ?? null;
  } catch {
    return null;
  }
}
