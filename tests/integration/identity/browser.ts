/** What a browser does for a sign-in: keeps cookies per host and follows redirects by hand. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Sends a request and keeps the cookies of the answer. */
  async send(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: this.cookiesFor(url) },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(url, line);
    return response;
  }

  /** Follows redirects from an address until a page answers or one leads to an address that `stop` knows. */
  async follow(url: string, stop: (url: string) => boolean): Promise<string> {
    let here = url;
    for (let hop = 0; hop < 15; hop += 1) {
      if (stop(here)) return here;
      const response = await this.send(here);
      const next = response.headers.get("location");
      if (!next) return here;
      here = new URL(next, here).href;
    }
    throw new Error(`redirected in a circle, last to ${here}`);
  }

  cookiesFor(url: string): string {
    const jar = this.#jars.get(new URL(url).host);
    return [...(jar ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(url: string, line: string): void {
    const { host } = new URL(url);
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    const expires = attributes.find((text) => /^expires=/i.test(text))?.slice(8);
    const gone = attributes.some((text) => /^max-age=0$/i.test(text)) || (expires && Date.parse(expires) < Date.now());
    if (gone || value === "") jar.delete(name);
    else jar.set(name, value);
  }
}
