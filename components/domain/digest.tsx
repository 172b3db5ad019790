import { Hash } from "lucide-react";
import { Icon } from "../ui/icon";

/** The short code of a digest: its first eight digits in two groups, the same on every channel. */
export function shortDigest(hex: string): string {
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)}`;
}

/** A digest by its short code. The whole of it is in the title, and copied when the code is selected and copied. */
export function Digest({ hex, of }: { hex: string; of?: string }) {
  return (
    <span className="digest" title={hex}>
      <Icon of={Hash} small />
      <b>
        {of && `${of} `}
        {shortDigest(hex)}
      </b>
    </span>
  );
}
