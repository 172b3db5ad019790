import { z } from "zod";
import { lockSchema } from "./lock";
import { PASSWORD_MAX, passwordProblem } from "./password-rules";
import { personNameSchema } from "./person-name";
import { roleSchema, type TokenRight, tokenRightSchema } from "./rights";

export {
  LOCK_TARGETS,
  type Lock,
  type LockTarget,
  lockSchema,
  lockTargetSchema,
  sayLock,
} from "./lock";
export { type PasskeyPlace, passkeyPlace } from "./passkey-place";
export {
  type Assertion,
  type Attestation,
  assertionSchema,
  attestationSchema,
  type EnrolmentOptions,
  enrolmentOptionsSchema,
  FRESH_SECONDS,
  PASSKEY_OPEN_MOST,
  PASSKEY_SECONDS,
  PASSKEYS_MOST,
  type PasskeyRow,
  passkeyNameSchema,
  passkeySchema,
  type SigningOptions,
  signingOptionsSchema,
} from "./passkey-schema";
export { PASSWORD_MAX, PASSWORD_MIN, passwordProblem } from "./password-rules";
export { personNameSchema } from "./person-name";
export {
  type Asker,
  may,
  orderRoles,
  RIGHTS,
  type Right,
  ROLE_SAID,
  ROLES,
  type Role,
  roleSchema,
  TOKEN_RIGHTS,
  type TokenRight,
  tokenRightSchema,
} from "./rights";
export { isSignInProblem, type SignInProblem, sayProblem, sayWait } from "./sign-in-problems";

/** An e-mail address in its one stored form: trimmed, lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "Enter an e-mail address")
  .max(254, "An e-mail address has at most 254 characters")
  .pipe(z.email("That is not an e-mail address"));

/** Names as they may appear in addresses and configuration files. */
export const agentNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "1–63 lower-case letters, digits and hyphens, not starting or ending with a hyphen",
  );

/** Who somebody is, as the rest of the house needs it. */
export const humanSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
  seesBodies: z.boolean(),
  /** May break the glass. Absent: no. */
  breakGlass: z.boolean().optional(),
});
export type Human = z.infer<typeof humanSchema>;

/** Somebody who signed in on the page. */
export type SignedIn = { via: "page"; human: Human; sessionHash: string };
/** A program that came with somebody's access token. */
export type TokenHolder = { via: "token"; human: Human; tokenId: string; tokenName: string; rights: TokenRight[] };
/** Whoever asks for something: each request has exactly one. */
export type Person = SignedIn | TokenHolder;

/** A person in the list of people. */
export const personSchema = humanSchema.extend({
  breakGlass: z.boolean(),
  /** The account that stands for this person, when they have several: together they count once. */
  samePersonAs: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  state: z.enum(["active", "disabled"]),
  source: z.enum(["page", "config"]),
  signsInBy: z.array(z.enum(["password", "issuer"])),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  seenAt: z.date().nullable(),
});
export type PersonRow = z.infer<typeof personSchema>;

export const invitationSchema = z.object({
  /** SHA-256 of the link's token, hex: names the invitation, opens nothing. */
  id: z.string(),
  email: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const invitingSchema = z.strictObject({
  email: emailSchema,
  name: personNameSchema,
  roles: z.array(roleSchema).max(4),
});
export type Inviting = z.infer<typeof invitingSchema>;

export const personChangeSchema = z
  .strictObject({
    name: personNameSchema,
    roles: z.array(roleSchema).max(4),
    seesBodies: z.boolean(),
    breakGlass: z.boolean(),
    /** Another account of the same person; null: none. */
    samePersonAs: z.uuid().nullable(),
  })
  .partial();
export type PersonChange = z.infer<typeof personChangeSchema>;

/** A password as typed at sign-in: any that could ever have been set. */
export const typedPasswordSchema = z
  .string()
  .min(1, "Enter the password")
  .max(PASSWORD_MAX * 4, "That is too long");

export const signingInSchema = z.object({ email: emailSchema, password: typedPasswordSchema });

/** What the page behind a one-time link asks for. The password is checked against e-mail and name. */
export const spendingSchema = z
  .object({
    token: z.string().min(1).max(200),
    email: emailSchema.optional(),
    name: personNameSchema.optional(),
    password: z.string(),
  })
  .superRefine((input, context) => {
    const problem = passwordProblem(input.password, input);
    if (problem) context.addIssue({ code: "custom", path: ["password"], message: problem });
  });
export type Spending = z.infer<typeof spendingSchema>;

export const LINK_KINDS = ["first", "invite", "reset"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
/** How long a one-time link is good for, in seconds. */
export const LINK_SECONDS = { first: 86_400, invite: 7 * 86_400, reset: 3600 } as const satisfies Record<
  LinkKind,
  number
>;

/** What a one-time link is, as its page says before anybody spends it. */
export const linkSchema = z.object({
  kind: z.enum(LINK_KINDS),
  email: z.string().nullable(),
  name: z.string().nullable(),
  roles: z.array(roleSchema),
  invitedBy: z.string().nullable(),
  expiresAt: z.date(),
});
export type LinkFace = z.infer<typeof linkSchema>;

/** The longest life of an access token, in days: shorter when it may review. */
export const TOKEN_DAYS = { withReview: 30, without: 365 } as const;

export const tokenMakingSchema = z
  .strictObject({
    name: personNameSchema,
    rights: z.array(tokenRightSchema).min(1, "Give it at least one right").max(3),
    days: z.number().int().min(1).max(TOKEN_DAYS.without),
  })
  .refine(({ rights, days }) => !rights.includes("review") || days <= TOKEN_DAYS.withReview, {
    path: ["days"],
    message: `A token that reviews lives at most ${TOKEN_DAYS.withReview} days`,
  });
export type TokenMaking = z.infer<typeof tokenMakingSchema>;

export const accessTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its first characters, to tell it by. */
  hint: z.string(),
  rights: z.array(tokenRightSchema),
  source: z.enum(["page", "config"]),
  createdAt: z.date(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
export type AccessTokenRow = z.infer<typeof accessTokenSchema>;

export const sessionSchema = z.object({
  /** SHA-256 of the session's id, hex. */
  id: z.string(),
  current: z.boolean(),
  createdAt: z.date(),
  seenAt: z.date(),
  endsAt: z.date(),
  agent: z.string().nullable(),
  address: z.string().nullable(),
});
export type SessionRow = z.infer<typeof sessionSchema>;

export const agentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  owner: z.object({ id: z.uuid(), name: z.string(), email: z.string(), state: z.enum(["active", "disabled"]) }),
  state: z.enum(["active", "disabled"]),
  note: z.string(),
  source: z.enum(["page", "config"]),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  /** While it is locked none of its calls is allowed; null: it is not. */
  locked: lockSchema.nullable(),
});
export type Agent = z.infer<typeof agentSchema>;

export const agentMakingSchema = z.strictObject({
  name: agentNameSchema,
  ownerId: z.uuid(),
  note: z.string().trim().max(500).default(""),
});
export type AgentMaking = z.infer<typeof agentMakingSchema>;

export const agentChangeSchema = z
  .strictObject({ name: agentNameSchema, ownerId: z.uuid(), note: z.string().trim().max(500) })
  .partial();
export type AgentChange = z.infer<typeof agentChangeSchema>;

/** People who review together. Its name is how rules know it, so it never changes. */
export const groupSchema = z.object({
  id: z.uuid(),
  name: agentNameSchema,
  note: z.string(),
  source: z.enum(["page", "config"]),
  createdAt: z.date(),
  members: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      /** Whether they count: active, and an approver. */
      counts: z.boolean(),
    }),
  ),
});
export type Group = z.infer<typeof groupSchema>;

const groupNoteSchema = z.string().trim().max(200, "At most 200 characters");
const memberIdsSchema = z.array(z.uuid()).max(200, "At most 200 people");
export const groupMakingSchema = z.strictObject({
  name: agentNameSchema,
  note: groupNoteSchema.default(""),
  memberIds: memberIdsSchema,
});
export type GroupMaking = z.infer<typeof groupMakingSchema>;
export const groupChangeSchema = z.strictObject({ note: groupNoteSchema, memberIds: memberIdsSchema }).partial();
export type GroupChange = z.infer<typeof groupChangeSchema>;

/** The longest time that somebody may be away at once, in days. */
export const AWAY_DAYS = 30;

/** A time for which somebody is away. */
export const absenceSchema = z.object({
  id: z.uuid(),
  human: z.object({ id: z.uuid(), name: z.string() }),
  /** Who fills their place in their groups; null: nobody. */
  delegate: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  note: z.string(),
  from: z.date(),
  until: z.date(),
});
export type Absence = z.infer<typeof absenceSchema>;
export const goingAwaySchema = z.strictObject({
  until: z.iso.datetime("Say until when"),
  delegateId: z.uuid().nullable(),
  note: z.string().trim().max(200, "At most 200 characters").default(""),
});
export type GoingAway = z.infer<typeof goingAwaySchema>;
