export {
  type AgentFilter,
  findAgent,
  findAgentByName,
  holdActiveAgent,
  listAgents,
} from "./agent-store";
export { authOptions } from "./auth-options";
export { beginEnrolment, type Enrolment, tooManyOpen } from "./begin-enrolment";
export { renameOrReassign } from "./change-agent";
export { changeGroup } from "./change-group";
export { changeOwnPassword } from "./change-own-password";
export { changePerson } from "./change-person";
export { type AssertionQuestion, type CheckedAssertion, checkAssertion } from "./check-assertion";
export { comeBack } from "./come-back";
export { createAgent } from "./create-agent";
export type { DeclaredToken } from "./declare-access-token";
export { declareAgent, undeclareAgent } from "./declare-agent";
export { declareGroup, undeclareGroups } from "./declare-group";
export { declareLink } from "./declare-link";
export {
  type Declaration,
  declarePerson,
  hashDeclaredPassword,
  listDeclaredPeople,
  undeclarePerson,
} from "./declare-person";
export { deleteGroup } from "./delete-group";
export { describeLink } from "./describe-link";
export { markAgentDisabled } from "./disable-agent";
export { disablePerson } from "./disable-person";
export { enableAgent } from "./enable-agent";
export { enablePerson } from "./enable-person";
export { signOut, signOutEverywhere } from "./end-session";
export { type FoundHuman, findHuman, findHumanByEmail } from "./find-human";
export { type FinishedEnrolment, finishEnrolment } from "./finish-enrolment";
export { ensureFirstLink, ensureFirstPerson, isNobodyHere } from "./first-person";
export { goAway } from "./go-away";
export { listGroupNames, listGroups } from "./group-store";
export { humanFromAccessToken } from "./human-from-access-token";
export { humanFromCookies } from "./human-from-cookies";
export { invitePerson } from "./invite-person";
export { issuerName } from "./issuer-provider";
export { listAbsences } from "./list-absences";
export { listAccessTokens } from "./list-access-tokens";
export { listInvitations } from "./list-invitations";
export { listPasskeys, listPasskeysOf } from "./list-passkeys";
export { listPeople } from "./list-people";
export { listSessions } from "./list-sessions";
export { findAgentLock, holdAgentLock, setAgentLock } from "./lock-agent";
export { lockAgentFor } from "./lock-agent-for";
export { makeAccessToken } from "./make-access-token";
export { makeGroup } from "./make-group";
export type { NewLink } from "./make-link";
export { passkeysToSignWith } from "./passkeys-to-sign-with";
export { actorId, type By, lockPeopleFor } from "./people-lock";
export { runPersonCommand } from "./person-command";
export { forgetSessions, sessionIsAlive, sessionsAlive } from "./read-session";
export { renamePasskey } from "./rename-passkey";
export { resetPassword } from "./reset-password";
export { returnAddress } from "./return-address";
export { revokeAccessToken } from "./revoke-access-token";
export { revokePasskey } from "./revoke-passkey";
export type * from "./schema";
export { may } from "./schema";
export { cookieName } from "./session-cookie";
export {
  configureIdentity,
  type IdentitySettings,
  type IssuerSettings,
  identitySettings,
  isSafeAddress,
} from "./settings";
export { signInWithPassword } from "./sign-in-with-password";
export { spendLink } from "./spend-link";
export { holdStanding, readStanding, readVoters, type Seat, type Standing } from "./standing";
export { startSession, type Visitor } from "./start-session";
export { sweepIdentity } from "./sweep";
export { addressOf, isAuthRoute, markVisit, type Visit, visitOf } from "./visit";
export { loadWebAuthn } from "./webauthn";
export { withdrawInvitation } from "./withdraw-invitation";
