import { inTransaction } from "../db/index";
import { storeNextVersion } from "./next-version";
import { DEFAULT_RULE } from "./rule";
import { forgetRules } from "./rules-in-force";
import { lockRules, readRules } from "./store";

/** Makes the default rule at the first start, with its entry; at every later one does nothing. Safe from several processes. */
export async function ensureDefaultRule(): Promise<void> {
  await inTransaction(async (tx) => {
    await lockRules(tx);
    const rules = await readRules(tx);
    if (rules.some((rule) => rule.name === DEFAULT_RULE.name)) return;
    const reason = "The rule of a new installation.";
    await storeNextVersion(tx, { present: null, body: DEFAULT_RULE, source: "page", byId: null, reason });
  });
  forgetRules();
}
