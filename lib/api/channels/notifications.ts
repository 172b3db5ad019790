import { choose, readTold } from "../../notify/index";
import type { Handler } from "../handler";

/** Tells where one is told, and of what. */
export const notifications: Handler<"notifications"> = async (_, { human }) => readTold(human.id);

/** Chooses where one is told, and of what. */
export const chooseNotifications: Handler<"chooseNotifications"> = async (choice, { human }) => choose(human, choice);
