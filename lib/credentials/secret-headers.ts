import { inspect } from "node:util";
import type { Opened } from "./opened";

/**
 * A credential on its way into one call's requests. It cannot be printed, serialized or enumerated, and says its
 * value only to a request that goes to the server it was lent for.
 */
export class SecretHeaders {
  readonly #serverId: string;
  #credential: Opened;

  constructor(serverId: string, credential: Opened) {
    this.#serverId = serverId;
    this.#credential = credential;
  }

  /**
   * Appends the credential's header to a raw header array (name, value, name, value …).
   *
   * Throws a plain Error when the request goes to another server or the call is over: both are mistakes of ours.
   */
  appendTo(headers: string[], serverId: string): void {
    if (serverId !== this.#serverId) throw new Error("a credential was lent for another server");
    if (this.#credential) headers.push(this.#credential.header, this.#credential.value);
  }

  /** Ends the loan; later requests of the same call go without it. */
  giveBack(): void {
    this.#credential = null;
  }

  toJSON(): string {
    return "[secret]";
  }

  toString(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
