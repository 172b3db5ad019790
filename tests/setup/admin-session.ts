import { encode } from "next-auth/jwt";
import { db } from "../../lib/db/index";
import { hashPassword } from "../../lib/identity/hash-password";
import { cookieName, makeAccessToken, startSession } from "../../lib/identity/index";
import { type House, makePerson } from "./house";

/**
 * Signs an admin in with a password, as the page would, at a process of the house, and makes an access token.
 *
 * @param url The address of the process: its port stands in the cookie's name.
 * @returns Everything that makes them who they are.
 */
export async function signInAdmin(house: House, url: string, password: string) {
  const person = await makePerson(["viewer", "approver", "auditor", "admin"]);
  if (person.via !== "page") throw new Error("not signed in");
  const humanId = person.human.id;
  const visitor = { address: null, agent: "test" };
  const sid = await startSession(humanId, { by: "password", visitor, replaces: null });
  await db().human.update({ where: { id: humanId }, data: { passwordHash: await hashPassword(password) } });
  const session = await encode({ token: { sid }, secret: house.secret, maxAge: 3600 });
  const { hash } = await db().session.findFirstOrThrow({ where: { humanId } });
  const made = await makeAccessToken({ ...person, sessionHash: hash }, { name: "robot", rights: ["read"], days: 1 });
  const cookie = `${cookieName("session").replace(/\d+/, new URL(url).port)}=${session}`;
  return { cookie, sid, session, token: made.token };
}
