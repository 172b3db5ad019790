"use client";
import type { Settings } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { ErrorState } from "../ui/error-state";
import { Facts, Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { ConfigExport } from "./config-export";
import { DatabaseFacts } from "./database-facts";
import { Instances } from "./instances";
import { SettingsFrame } from "./settings-frame";

/** What this Countersign is, where it runs, and its present state as a configuration file. */
export function SystemSettings() {
  const query = useEndpoint("settings", {});
  return (
    <SettingsFrame section="system">
      {query.isPending && <Skeleton label="Loading the system" />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <System settings={query.data} />}
    </SettingsFrame>
  );
}

function System({ settings }: { settings: Settings }) {
  const { system } = settings;
  return (
    <>
      <Section title="Countersign">
        <Facts
          facts={[
            { name: "Version", value: settings.version },
            { name: "Address", value: <span className="mono">{settings.publicUrl}</span> },
            { name: "Sign-in", value: settings.issuer ? `password, or ${settings.issuer}` : "password" },
            ...(system ? [{ name: "Node.js", value: system.node }] : []),
          ]}
        />
      </Section>
      {system ? (
        <>
          <Instances system={system} />
          <DatabaseFacts database={system.database} />
          <ConfigExport file={system.configFile} />
        </>
      ) : (
        <p className="hint">How it runs is for admins.</p>
      )}
    </>
  );
}
