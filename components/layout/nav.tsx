"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment, type ReactNode } from "react";
import { isWithin, PLACES, type Place, routes } from "@/lib/base/routes";
import { Avatar } from "../domain/avatar";
import { formatCount } from "../ui/count";
import { Icon } from "../ui/icon";
import { BrandMark } from "./brand";
import { useNavCounts } from "./nav-counts";
import { PLACE_ICONS } from "./place-icons";

type NavProps = { person: { name: string }; health?: ReactNode };

/** The way around: places in groups, what is live, and who is signed in. */
export function Nav({ person, health }: NavProps) {
  const path = usePathname();
  return (
    <nav className="nav" aria-label="Main">
      <Link className="brand" href={routes.inbox()}>
        <BrandMark />
        <b>Countersign</b>
      </Link>
      {PLACES.map((place, at) => (
        <Fragment key={place.id}>
          {at > 0 && PLACES[at - 1]?.group !== place.group && <div className="gap" />}
          <NavLink place={place} current={isWithin(place, path)} />
        </Fragment>
      ))}
      <div className="end" />
      {health && <div className="health">{health}</div>}
      <Link href={routes.settings("account")}>
        <Avatar name={person.name} />
        <span className="t cut">{person.name}</span>
      </Link>
    </nav>
  );
}

function NavLink({ place, current }: { place: Place; current: boolean }) {
  const counts = useNavCounts();
  const count = place.id === "inbox" || place.id === "tasks" ? counts[place.id] : undefined;
  return (
    <Link href={place.href} aria-current={current ? "page" : undefined} title={place.label}>
      <Icon of={PLACE_ICONS[place.id]} />
      <span className="t">{place.label}</span>
      {count !== undefined && count > 0 && (
        <span className={place.id === "inbox" ? "count hot" : "count"}>
          {formatCount(count)}
          {place.id === "inbox" && <span className="sr"> waiting for you</span>}
        </span>
      )}
    </Link>
  );
}
