/** Where oidc-provider keeps the request under way. It is no part of the library's face; the version is pinned. */
declare module "oidc-provider/lib/helpers/als.js" {
  import type { AsyncLocalStorage } from "node:async_hooks";

  const context: AsyncLocalStorage<unknown>;
  export default context;
}
