"use client";
import type { OutputOf } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { DialogActions, DialogBody } from "../ui/dialog";
import { SecretOnce } from "../ui/secret-once";

type TokenMadeProps = { made: OutputOf<"makeAccessToken">; onDone: () => void };

/** The token, this once, and how a program comes with it. */
export function TokenMade({ made, onDone }: TokenMadeProps) {
  const address = useEndpoint("settings", {}).data?.publicUrl;
  return (
    <>
      <DialogBody>
        <SecretOnce title={`${made.row.name} may ${made.row.rights.join(", ")}`} secret={made.token}>
          It is shown once and ends <TimeStamp at={made.row.expiresAt} show="both" />. Whoever has it acts as you.
        </SecretOnce>
        {address && (
          <CodeBlock
            title="Try it: the token stands in COUNTERSIGN_TOKEN"
            text={`curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" ${address}/api/v1/me`}
          />
        )}
      </DialogBody>
      <DialogActions>
        <Button variant="solid" onClick={onDone}>
          I have it
        </Button>
      </DialogActions>
    </>
  );
}
