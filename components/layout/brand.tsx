/** The mark: a signature on its line. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d="M3 19.5h18" />
      <path d="M4 14.5c2.2-7 4.6-10.4 6.2-9.6 1.9 1-2.8 9-.6 9.6 1.6.4 2.6-4 4.2-3.8 1.3.2.2 2.8 1.6 3.2 1.2.3 2.4-1 4.6-2.6" />
    </svg>
  );
}
