import type { ReactNode } from "react";
import { BrandMark } from "./brand";

/** The frame of pages for those who are not signed in, and of errors: the mark and one sheet. */
export function Alone({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="alone">
      <header>
        <span className="brand">
          <BrandMark />
          Countersign
        </span>
      </header>
      <main id="main" tabIndex={-1}>
        <div className="sheet">
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
