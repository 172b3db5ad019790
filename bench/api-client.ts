import { randomUUID } from "node:crypto";

export type ApiClient = {
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body: object): Promise<Body>;
};

/** The API as a program uses it, with a personal access token. Anything but success throws. */
export function apiClient(base: string, token: string): ApiClient {
  const ask = async <Body>(method: string, path: string, body?: object): Promise<Body> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body) Object.assign(headers, { "content-type": "application/json", "idempotency-key": randomUUID() });
    const response = await fetch(`${base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as Body; // what the API's own contract says
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
  };
}
