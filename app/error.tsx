"use client";
import { Alone } from "@/components/layout/alone";
import { Button } from "@/components/ui/button";

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <Alone title="This page could not be shown">
      <p className="soft">
        Nothing was decided or changed by it. Try again; if it stays, tell whoever runs this Countersign.
      </p>
      {error.digest && (
        <p className="hint">
          Its number in the server’s log: <code>{error.digest}</code>
        </p>
      )}
      <div>
        <Button onClick={retry}>Try again</Button>
      </div>
    </Alone>
  );
}
