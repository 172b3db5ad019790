"use client";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { problemOf } from "../api/problem";
import { Button } from "./button";
import { Icon } from "./icon";

type ErrorStateProps = {
  error: unknown;
  /** What was not done, as a sentence: "Nothing was forwarded." */
  notDone?: ReactNode;
  onRetry?: () => void;
  /** A strip beside the thing instead of a whole empty page. */
  inline?: boolean;
};

/** Something was refused or cannot be reached: which, what was not done, and what to do now. */
export function ErrorState({ error, notDone, onRetry, inline = false }: ErrorStateProps) {
  const problem = problemOf(error);
  const retry = onRetry && problem.retriable && <Button onClick={onRetry}>Try again</Button>;
  if (inline) {
    return (
      <div className="result stop" role="alert">
        <Icon of={CircleAlert} />
        <div>
          <p className="strong">{problem.title}.</p>
          <p>
            {problem.detail} {notDone}
          </p>
        </div>
        {retry}
      </div>
    );
  }
  return (
    <div className="empty" role="alert">
      <Icon of={CircleAlert} />
      <p className="title">{problem.title}</p>
      <p>
        {problem.detail} {notDone}
      </p>
      {retry}
    </div>
  );
}
