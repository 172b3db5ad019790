import { Untrusted } from "../domain/untrusted";
import type { ServerDraft } from "./server-draft";

/** What the form says so far, aloud; its words lead to their fields. */
export function ServerSentence({ draft }: { draft: ServerDraft }) {
  const name = draft.name.trim();
  const url = draft.url.trim();
  return (
    <p className="sentence">
      Agents call <a href="#name">{name === "" ? "a server" : <Untrusted text={name} />}</a> through this gateway, which
      sends what is allowed on to <a href="#url">{url === "" ? "its address" : <Untrusted text={url} />}</a>
      {draft.hasCredential ? (
        <>
          , with a <a href="#credential">credential that no agent sees</a>
        </>
      ) : (
        <>
          , <a href="#credential">without a credential</a>
        </>
      )}
      .{" "}
      {draft.classing === "ask" ? (
        <>
          Calls to a tool are held until <a href="#classing">a person has classed it</a>.
        </>
      ) : (
        <>
          What its tools do is <a href="#classing">taken from its own hints</a>.
        </>
      )}
    </p>
  );
}
