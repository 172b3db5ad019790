import type { UseMutationResult } from "@tanstack/react-query";
import type { InputOf, OutputOf } from "@/lib/api/schema";
import type { ApiError } from "../api/client";

/** What a reviewer answers, without what the card itself adds: which approval, and what was seen. */
export type Answer = Omit<InputOf<"reviewApproval">, "id" | "digest" | "rendering">;
export type OnAnswer = (given: Answer) => void;
/** The act under way, shared by the bar and its dialogs. */
export type ReviewAct = UseMutationResult<OutputOf<"reviewApproval">, ApiError, InputOf<"reviewApproval">>;
