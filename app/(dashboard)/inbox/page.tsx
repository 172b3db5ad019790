/** The inbox with no card named in the address; the layout shows it. */
export default function InboxPage() {
  return null;
}
