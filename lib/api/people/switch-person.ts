import { disablePerson as disable, enablePerson as enable } from "../../identity/index";
import type { Handler } from "../handler";
import { readPerson } from "./read-people";

/** Disables a person: their sessions and access tokens end with the commit. */
export const disablePerson: Handler<"disablePerson"> = async ({ id, reason }, person) => {
  await disable(person, id, reason);
  return readPerson(id);
};

/** Lets a disabled person in again. */
export const enablePerson: Handler<"enablePerson"> = async ({ id }, person) => {
  await enable(person, id);
  return readPerson(id);
};
