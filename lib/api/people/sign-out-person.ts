import { signOutEverywhere } from "../../identity/index";
import type { Handler } from "../handler";

/** Ends all sessions of a person, in every browser. */
export const signOutPerson: Handler<"signOutPerson"> = async ({ id }, person) => ({
  ended: await signOutEverywhere(person, id),
});
