import { readTools } from "../../servers/index";
import type { Handler } from "../handler";

/** Looks at a server now. One that does not answer is no error: the answer says why. */
export const testServer: Handler<"testServer"> = async ({ id }) => readTools(id);
