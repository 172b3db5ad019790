"use client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useEndpoint } from "../api/queries";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Box, Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { MakeTokenDialog } from "./make-token-dialog";
import { SettingsFrame } from "./settings-frame";
import { TokenItem } from "./token-item";

/** One's own access tokens: what programs that act as oneself come with. */
export function TokenSettings() {
  const [making, setMaking] = useState(false);
  const list = useEndpoint("listAccessTokens", {});
  const make = (
    <Button icon={KeyRound} onClick={() => setMaking(true)}>
      Make a token…
    </Button>
  );
  return (
    <SettingsFrame section="tokens">
      <Section title="Your access tokens" aside={make}>
        <p className="hint max-w-[72ch]">
          A program that comes with a token acts as you: never with more than your roles and the token’s rights, and
          recorded as yours, by token. What admins set up (people, agents, servers, rules) it cannot change.
        </p>
        {list.isPending && <SkeletonRows rows={3} label="Loading your access tokens" />}
        {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.items.length === 0 && <EmptyState icon={KeyRound} title="You have no access token" />}
        {list.data && list.data.items.length > 0 && (
          <Box rows>
            {list.data.items.map((token) => (
              <TokenItem key={token.id} token={token} />
            ))}
          </Box>
        )}
      </Section>
      <Section title="The API">
        <p>
          Everything the pages do, a program can do:{" "}
          <a className="link" href="/api/v1/openapi.json">
            its description in OpenAPI
          </a>
          .
        </p>
      </Section>
      <MakeTokenDialog open={making} onOpenChange={setMaking} />
    </SettingsFrame>
  );
}
