import type { Tx } from "../db/index";
import type { Human } from "./schema";
import { type HumanRow, readHuman, readHumanByEmail, toHuman } from "./store";

/** A person and whether they are active: who a row names may have left. */
export type FoundHuman = Human & { state: HumanRow["state"] };

/** Finds a person by id, disabled ones too; null when there is none. */
export async function findHuman(id: string, tx?: Tx): Promise<FoundHuman | null> {
  return found(await readHuman(id, tx));
}

/** Finds a person by e-mail, in any spelling of upper and lower case; disabled ones too. */
export async function findHumanByEmail(email: string, tx?: Tx): Promise<FoundHuman | null> {
  return found(await readHumanByEmail(email.trim().toLowerCase(), tx));
}

const found = (row: HumanRow | null): FoundHuman | null => row && { ...toHuman(row), state: row.state };
