import { FileCode } from "lucide-react";
import { Notice } from "../ui/notice";

/** Says that a thing stands in the configuration file, so that nobody looks for its buttons here. */
export function ConfigOwned({ what, children }: { what: "agent" | "server" | "rule"; children?: React.ReactNode }) {
  return (
    <Notice icon={FileCode} title={`The configuration file declares this ${what}`}>
      What stands in <code>countersign.yaml</code> is changed there and applied at the next start. {children}
    </Notice>
  );
}
