import { Alone } from "../layout/alone";

/** Why nobody can sign in at a plain http address: without this page, signing in would lead back to it for ever. */
export function InsecureAddress({ publicUrl }: { publicUrl: string }) {
  return (
    <Alone title="This address is not encrypted">
      <p className="soft">
        <code>{publicUrl}</code> is http and not this machine. Browsers do not keep our cookies there, and passwords
        would travel readable, so nobody can sign in.
      </p>
      <p className="soft">
        Whoever runs this Countersign can put an https proxy before it and set <code>PUBLIC_URL</code> to that address.
        On the machine itself, <code>http://localhost</code> works as it is.
      </p>
    </Alone>
  );
}

/** What the sign-in page says before the first person has come in. */
export function NobodyYet({ publicUrl }: { publicUrl: string }) {
  return (
    <Alone title="Nobody is here yet">
      <p className="soft">
        The first person comes in by a one-time link. It was printed where this Countersign was started, and begins with{" "}
        <code>{publicUrl}/link/</code>.
      </p>
      <p className="hint">It is good for 24 hours. Every start prints a new one until somebody has used one.</p>
    </Alone>
  );
}
