"use client";
import PageError from "./error";
import "./globals.css";

/** Stands in for the whole document when even the root layout fails. */
export default function GlobalError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Countersign</title>
        <PageError {...props} />
      </body>
    </html>
  );
}
