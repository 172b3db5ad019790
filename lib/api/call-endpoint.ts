import { shared } from "../base/schema";
import type { Person } from "../identity/schema";
import type { EndpointName, InputOf, OutputOf } from "./contract";

type Runner = (name: EndpointName, person: Person, input: unknown) => Promise<unknown>;

const holder = () => shared<{ run?: Runner }>("api", () => ({}));

/** Says who runs endpoints in this process. Called once, by server.ts, through `installApi`. */
export function installRunner(run: Runner): void {
  holder().run = run;
}

/**
 * Calls an endpoint in this process, for pages that are made on the server: the same rights, checks and shape as a
 * request from outside. The pages' bundles have module state of their own, so they find the server's here.
 *
 * @param person Who asks; never somebody else than the one the page is made for.
 * @throws AppError as the API would refuse.
 */
export async function callEndpoint<Name extends EndpointName>(
  name: Name,
  person: Person,
  input: InputOf<Name>,
): Promise<OutputOf<Name>> {
  const { run } = holder();
  if (!run) throw new Error("the API is not installed: start through server.ts");
  return (await run(name, person, input)) as OutputOf<Name>; // shaped by that name's own contract
}
