import type { z } from "zod";
import type { Person, SignedIn } from "../identity/schema";
import type { CONTRACT, EndpointName, ParsedInputOf } from "./contract";
import type { Stream } from "./http/answer";

/** Who an endpoint is asked by: those for the page only are never asked by an access token. */
export type AskerOf<Name extends EndpointName> = (typeof CONTRACT)[Name] extends { page: true } ? SignedIn : Person;

/** What a handler gives back; what the contract does not name is left out before it leaves the house. */
export type ResultOf<Name extends EndpointName> = (typeof CONTRACT)[Name] extends { streams: readonly string[] }
  ? Stream
  : z.input<(typeof CONTRACT)[Name]["output"]>;

/** What does the work of one endpoint. It gets a checked input and somebody who has the endpoint's right. */
export type Handler<Name extends EndpointName> = (
  input: ParsedInputOf<Name>,
  person: AskerOf<Name>,
) => Promise<ResultOf<Name>>;
