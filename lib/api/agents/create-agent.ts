import { registerAgent } from "../../tokens/index";
import type { Handler } from "../handler";
import { readAgentRow } from "./read-agent-rows";

/** Registers an agent and shows its first credential, once. */
export const createAgent: Handler<"createAgent"> = async (input, person) => {
  const { agent, ...made } = await registerAgent(person, input);
  return { ...made, agent: await readAgentRow(agent.id) };
};
