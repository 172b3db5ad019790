/** The inbox with a card named in the address; the layout shows it. */
export default function ApprovalPage() {
  return null;
}
