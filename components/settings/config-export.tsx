"use client";
import { FileDown } from "lucide-react";
import { useEffect, useState } from "react";
import { useEndpoint } from "../api/queries";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { ErrorState } from "../ui/error-state";
import { Icon } from "../ui/icon";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

/** Where the configuration comes from, and the present state as such a file. */
export function ConfigExport({ file }: { file: string | null }) {
  const [open, setOpen] = useState(false);
  const query = useEndpoint("exportConfig", {}, { enabled: open, staleTime: 0 });
  return (
    <Section title="Configuration">
      <p>
        {file ? (
          <>
            What <code>{file}</code> declares is read-only here. It is applied at every start.
          </>
        ) : (
          "No configuration file is set: everything is kept in the database and changed on these pages."
        )}
      </p>
      {!open && (
        <div>
          <Button icon={FileDown} onClick={() => setOpen(true)}>
            Export the configuration
          </Button>
        </div>
      )}
      {open && query.isPending && <Skeleton label="Writing the configuration" />}
      {open && query.isError && <ErrorState error={query.error} inline onRetry={() => void query.refetch()} />}
      {open && query.data && <Exported {...query.data} />}
    </Section>
  );
}

function Exported({ yaml, variables }: { yaml: string; variables: readonly string[] }) {
  const href = useFileAddress(yaml);
  return (
    <>
      <p className="hint">
        The present state, without any secret.{" "}
        {variables.length > 0 && <>To read it back, set {variables.join(", ")} in the environment.</>}
      </p>
      <CodeBlock title="countersign.yaml" text={yaml} />
      <div>
        {href && (
          <a className="btn" href={href} download="countersign.yaml">
            <Icon of={FileDown} />
            Download
          </a>
        )}
      </div>
    </>
  );
}

/** An address for a text, so that the browser can save it as a file. Null until there is one. */
function useFileAddress(text: string): string | null {
  const [href, setHref] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    setHref(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return href;
}
