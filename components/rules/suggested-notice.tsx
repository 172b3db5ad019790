import { Lightbulb, TriangleAlert } from "lucide-react";
import type { SuggestedRule } from "@/lib/api/schema";
import { Untrusted } from "../domain/untrusted";
import { Notice } from "../ui/notice";

/** Says above a draft that came from a suggestion what it would change, and that nothing is saved yet. */
export function SuggestedNotice({ suggested, basis }: { suggested: SuggestedRule; basis: string | undefined }) {
  const { agent, server, tool, class: ofClass, answer } = suggested;
  if (basis === undefined)
    return (
      <Notice tone="wait" icon={TriangleAlert} title="The rule that this was suggested for is gone.">
        The form begins with the numbers of a new installation.
      </Notice>
    );
  return (
    <Notice icon={Lightbulb} title="A draft from a suggestion. Nothing is saved yet.">
      It says what rule {basis} says, for <Untrusted text={tool} mono /> on {server}
      {agent !== undefined && (
        <>
          {" "}
          and <Untrusted text={agent} />
        </>
      )}{" "}
      alone, and{" "}
      {answer === "allow" ? "lets such reads through without asking" : `asks about each such ${ofClass} call`}.
    </Notice>
  );
}
