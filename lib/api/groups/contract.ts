import { goingAwaySchema } from "../../identity/schema";
import { doneSchema, listOf } from "../atoms";
import { byId, type Contract, nothing } from "../contract-form";
import { absenceRowSchema, changeGroupInput, groupRowSchema, makeGroupInput } from "./schema";

export const GROUPS = {
  listGroups: {
    method: "GET",
    path: "/api/v1/groups",
    right: "see",
    input: nothing,
    output: listOf(groupRowSchema),
    says: "Lists groups with their members and the rules that ask for them.",
  },
  makeGroup: {
    method: "POST",
    path: "/api/v1/groups",
    right: "manage_people",
    input: makeGroupInput,
    output: groupRowSchema,
    says: "Makes a group of people who review together.",
  },
  changeGroup: {
    method: "PATCH",
    path: "/api/v1/groups/{id}",
    right: "manage_people",
    input: changeGroupInput,
    output: groupRowSchema,
    says: "Changes who is in a group. Questions that are open ask for as many of it as before.",
  },
  deleteGroup: {
    method: "DELETE",
    path: "/api/v1/groups/{id}",
    right: "manage_people",
    input: byId,
    output: doneSchema,
    says: "Deletes a group that no rule asks for.",
  },
  listAbsences: {
    method: "GET",
    path: "/api/v1/absences",
    right: "see",
    input: nothing,
    output: listOf(absenceRowSchema),
    says: "Lists who is away now, and who stands for them.",
  },
  goAway: {
    method: "PUT",
    path: "/api/v1/account/absence",
    right: null,
    page: true,
    input: goingAwaySchema,
    output: absenceRowSchema,
    says: "Says until when one is away, and who fills one's place in one's groups meanwhile.",
  },
  comeBack: {
    method: "DELETE",
    path: "/api/v1/account/absence",
    right: null,
    page: true,
    input: nothing,
    output: doneSchema,
    says: "Says that one is here again.",
  },
} as const satisfies Record<string, Contract>;
