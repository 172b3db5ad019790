"use client";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { isWithin, PLACES } from "@/lib/base/routes";
import { Dialog, DialogBody } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { useNavCounts } from "./nav-counts";
import { PLACE_ICONS } from "./place-icons";

/** Three places and "More" at the thumb. Shown on a phone only. */
export function PhoneTabs({ person, health }: { person: { name: string }; health?: ReactNode }) {
  const path = usePathname();
  const { inbox } = useNavCounts();
  const [open, setOpen] = useState(false);
  const others = PLACES.filter((place) => !place.phone);
  const elsewhere = others.some((place) => isWithin(place, path));
  return (
    <>
      <nav className="tabs-phone" aria-label="Main, at the thumb">
        {PLACES.filter((place) => place.phone).map((place) => (
          <Link key={place.id} href={place.href} aria-current={isWithin(place, path) ? "page" : undefined}>
            <Icon of={PLACE_ICONS[place.id]} />
            <span>{place.label}</span>
            {place.id === "inbox" && inbox !== undefined && inbox > 0 && (
              <em>
                {inbox}
                <span className="sr"> waiting for you</span>
              </em>
            )}
          </Link>
        ))}
        <button
          type="button"
          aria-haspopup="dialog"
          aria-current={elsewhere || undefined}
          onClick={() => setOpen(true)}
        >
          <Icon of={Ellipsis} />
          <span>More</span>
        </button>
      </nav>
      <Dialog open={open} onOpenChange={setOpen} title="More" description={`Signed in as ${person.name}`}>
        <DialogBody>
          <div className="more-list">
            {others.map((place) => (
              <Link key={place.id} href={place.href} onClick={() => setOpen(false)}>
                <Icon of={PLACE_ICONS[place.id]} />
                {place.label}
              </Link>
            ))}
          </div>
          {health && <div className="health">{health}</div>}
        </DialogBody>
      </Dialog>
    </>
  );
}
