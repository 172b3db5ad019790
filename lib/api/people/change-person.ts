import { changePerson as change } from "../../identity/index";
import type { Handler } from "../handler";
import { readPerson } from "./read-people";

/** Changes a person's name, roles or right to see payloads. */
export const changePerson: Handler<"changePerson"> = async ({ id, ...wanted }, person) => {
  await change(person, id, wanted);
  return readPerson(id);
};
