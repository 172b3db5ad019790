import { exportConfig as write } from "../../config/index";
import type { Handler } from "../handler";

/** Writes the present state as a configuration file. */
export const exportConfig: Handler<"exportConfig"> = async () => write();
