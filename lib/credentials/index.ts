export { describeCredential } from "./describe-credential";
export { configureCredentials } from "./key";
export { lend } from "./lend";
export { open } from "./open";
export { forgetCredential } from "./opened";
export type { CredentialView, UpstreamCredentialInput } from "./schema";
export { seal } from "./seal";
export { SecretHeaders } from "./secret-headers";
export { type HumanOrFile, removeUpstreamCredential, setUpstreamCredential } from "./set-upstream-credential";
