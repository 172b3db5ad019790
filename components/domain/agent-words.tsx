import { MessageSquareQuote } from "lucide-react";
import { TimeStamp } from "../time/time-stamp";
import { Icon } from "../ui/icon";
import { Untrusted } from "./untrusted";

/** What an agent says about itself: in a dashed box, unverified, never as markup. The only place for its words. */
export function AgentWords({ agent, text, title, at }: { agent: string; text: string; title?: string; at?: string }) {
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
        {at && <TimeStamp at={at} />}
      </h3>
      <p>
        “<Untrusted text={text} names="full" pre />”
      </p>
    </section>
  );
}
