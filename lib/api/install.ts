import { installRunner } from "./call-endpoint";
import { runEndpoint } from "./run-endpoint";
import { type ApiSettings, configureApi } from "./settings";

/** Sets the API up in this process, for requests from outside and for the pages. Called once, by server.ts. */
export function installApi(settings: ApiSettings): void {
  configureApi(settings);
  installRunner(runEndpoint);
}
