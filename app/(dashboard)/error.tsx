"use client";
import { PageFrame } from "@/components/layout/page-frame";
import { ErrorState } from "@/components/ui/error-state";

/** One page failed; the way to the others stays. */
export default function DashboardError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const number = error.digest && (
    <>
      Its number in the server’s log: <code>{error.digest}</code>
    </>
  );
  return (
    <PageFrame title="This page could not be shown">
      <ErrorState error={error} notDone={number} onRetry={retry} />
    </PageFrame>
  );
}
