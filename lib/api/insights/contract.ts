import { listOf } from "../atoms";
import type { Contract } from "../contract-form";
import {
  canaryPlanSchema,
  insightsInput,
  insightsSchema,
  periodInput,
  personMeasureSchema,
  planCanariesInput,
  suggestionSchema,
} from "./schema";

export const INSIGHTS = {
  insights: {
    method: "GET",
    path: "/api/v1/insights",
    right: "see",
    input: insightsInput,
    output: insightsSchema,
    says: "Measures how well people oversee: times, rates and concentrations by class, agent, tool and rule, and your own.",
  },
  insightsByPerson: {
    method: "GET",
    path: "/api/v1/insights/people",
    right: "see_people_insights",
    page: true,
    input: periodInput,
    output: listOf(personMeasureSchema),
    says: "Measures how each person answers. For admins on the page only; everybody else gets their own numbers.",
  },
  planCanaries: {
    method: "PUT",
    path: "/api/v1/insights/canaries",
    right: "manage_canaries",
    page: true,
    input: planCanariesInput,
    output: canaryPlanSchema,
    says: "Says how many canaries there are to be in a week: what looks like an approval, of a call that no agent made. 0: none.",
  },
  suggestRules: {
    method: "GET",
    path: "/api/v1/insights/suggestions",
    right: "see",
    input: periodInput,
    output: listOf(suggestionSchema),
    says: "Suggests rules: for what is always approved, and for what nobody is ever asked about. Nothing is saved.",
  },
} as const satisfies Record<string, Contract>;
