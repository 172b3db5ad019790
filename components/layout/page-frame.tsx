import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { KeysButton } from "../keys/keys-button";
import { Icon } from "../ui/icon";
import { Kbd } from "../ui/kbd";
import { GlassBanner } from "./glass-banner";

export type Crumb = { label: ReactNode; href: string };
export type KeyHint = { keys: readonly string[]; word: string };

type PageFrameProps = {
  /** The page's one h1. */
  title: ReactNode;
  crumbs?: readonly Crumb[];
  /** A short code after the title, such as a task's. */
  code?: ReactNode;
  /** Keys that work here, beside their words. Off on touch. */
  keys?: readonly KeyHint[];
  /** Buttons at the right end of the bar. */
  actions?: ReactNode;
  /** Where "back" leads on a phone while a card is open in a two-pane page. */
  back?: { href: string; label: string };
  /** Banners and the page's content. */
  children: ReactNode;
};

/** Top bar and main part of a page. Goes directly into the `Shell`. */
export function PageFrame({ title, crumbs = [], code, keys = [], actions, back, children }: PageFrameProps) {
  return (
    <>
      <header className="top">
        {back && (
          <Link className="btn bare icon back" href={back.href} aria-label={back.label}>
            <Icon of={ChevronLeft} />
          </Link>
        )}
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <h1 className="cut">{title}</h1>
        {code && <span className="mono muted hide-narrow">{code}</span>}
        {keys.length > 0 && <Keys keys={keys} />}
        <KeysButton />
        <span className="grow" />
        {actions}
      </header>
      <main className="main" id="main" tabIndex={-1}>
        <GlassBanner />
        {children}
      </main>
    </>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className="crumbs" aria-label="Path">
      <ol>
        {crumbs.map((crumb) => (
          <li key={crumb.href}>
            <Link href={crumb.href}>{crumb.label}</Link>
            <span aria-hidden="true">/</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Keys({ keys }: { keys: readonly KeyHint[] }) {
  return (
    <span className="keys wide-only" aria-hidden="true">
      {keys.map((hint) => (
        <Fragment key={hint.word}>
          {hint.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {hint.word}
        </Fragment>
      ))}
    </span>
  );
}
