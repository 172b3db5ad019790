"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { routes } from "@/lib/base/routes";
import { useAct, useEndpoint } from "../api/queries";
import { useFieldErrors } from "../api/use-field-errors";
import { useMay } from "../api/use-may";
import { NotAllowed } from "../domain/not-allowed";
import { Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { Button, ButtonLink } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { checkServer, EMPTY_SERVER, refusedServer, type ServerDraft } from "./server-draft";
import { ServerFields } from "./server-fields";
import { ServerSentence } from "./server-sentence";

const CRUMBS = [{ label: "Servers", href: routes.servers() }];

/** Adds a server. Its page follows: whether it answered, and its tools to be classed. */
export function NewServer() {
  const me = useEndpoint("me", {});
  usePageTitle("New server", me.data?.counts.mine);
  const mayManage = useMay("manage_servers");
  return (
    <PageFrame title="New server" crumbs={CRUMBS}>
      {me.isSuccess && !mayManage ? (
        <NotAllowed back={{ href: routes.servers(), label: "All servers" }}>Only an admin adds servers.</NotAllowed>
      ) : (
        <ServerForm />
      )}
    </PageFrame>
  );
}

function ServerForm() {
  const router = useRouter();
  const [draft, setDraft] = useState<ServerDraft>(EMPTY_SERVER);
  const errors = useFieldErrors();
  const act = useAct("addServer", ["listServers", "me"]);
  const refused = refusedServer(act.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const checked = checkServer(draft);
    if ("errors" in checked) return errors.show(checked.errors);
    errors.show({});
    act.mutate(checked.input, {
      onSuccess: ({ id }) => router.push(routes.server(id)),
      onError: (error) => errors.show(refusedServer(error)),
    });
  };
  const change = (changed: Partial<ServerDraft>) => {
    setDraft({ ...draft, ...changed });
    for (const field of Object.keys(changed)) errors.clear(PATHS[field] ?? field);
  };
  return (
    <form ref={errors.form} className="contents" onSubmit={submit} noValidate>
      <Page>
        <h2 className="sr">The server to add</h2>
        <ServerSentence draft={draft} />
        <ServerFields draft={draft} onChange={change} errorAt={errors.at} />
        {act.isError && Object.keys(refused).length === 0 && (
          <ErrorState error={act.error} inline notDone="The server was not added." />
        )}
      </Page>
      <div className="savebar">
        <span className="muted">It is asked for its tools at once, for at most 10 s.</span>
        <span className="grow hide-narrow" />
        <ButtonLink href={routes.servers()}>Cancel</ButtonLink>
        <Button type="submit" variant="solid" busy={act.isPending && "Asking the server…"}>
          Add the server
        </Button>
      </div>
    </form>
  );
}

/** Fields whose path in the input is another than their name in the draft. */
const PATHS: Readonly<Record<string, string>> = {
  header: "credential.header",
  value: "credential.value",
  hasCredential: "credential",
};
