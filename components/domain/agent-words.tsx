import { MessageSquareQuote } from "lucide-react";
import { Icon } from "../ui/icon";
import { Untrusted } from "./untrusted";

/** What an agent says about itself: in a dashed box, unverified, never as markup. The only place for its words. */
export function AgentWords({ agent, text, title }: { agent: string; text: string; title?: string }) {
  return (
    <section className="said">
      <h3>
        <Icon of={MessageSquareQuote} small />
        {title ?? (
          <span>
            <Untrusted text={agent} />
            ’s own words, unverified
          </span>
        )}
      </h3>
      <p>
        “<Untrusted text={text} names="full" pre />”
      </p>
    </section>
  );
}
