import { request } from "node:http";

export type RawAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

export type RawRequest = {
  method?: string;
  /** Name, value, name, value …: exactly these, doubled ones and Host included. */
  headers: string[];
  body?: string | Uint8Array;
};

/** Sends a request that fetch would refuse to send: with any Host, and with headers given twice. */
export function sendRaw(url: string, { method = "POST", headers, body = "" }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    // Node takes a flat list of headers as it is; its types know records only.
    const given = headers as unknown as Record<string, string>;
    const sent = request(url, { method, headers: given, setHost: false, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
