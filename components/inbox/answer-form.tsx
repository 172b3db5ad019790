"use client";
import { MessageCircleReply } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ANSWER_MAX } from "@/lib/approvals/schema";
import { useAct } from "../api/queries";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

/** Where whoever owns the agent answers a question for it. What was typed stays until the server has it. */
export function AnswerForm({ approval, question }: { approval: string; question: string }) {
  const act = useAct("answerQuestion", ["approval", "listApprovals"]);
  const [text, setText] = useState("");
  const [missed, setMissed] = useState(false);
  const empty = text.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissed(empty);
    if (!empty && !act.isPending) act.mutate({ id: approval, question, text: text.trim() });
  };
  return (
    <form className="reply" onSubmit={submit} noValidate>
      <Field
        label="Your answer"
        hint="With your name. Whoever decides reads it; so do the agent and the log."
        error={missed && empty ? "Write an answer." : undefined}
      >
        <Textarea value={text} maxLength={ANSWER_MAX} onChange={(event) => setText(event.target.value)} />
      </Field>
      {act.isError && <ErrorState error={act.error} inline notDone="Nothing was recorded." />}
      <span>
        <Button type="submit" icon={MessageCircleReply} busy={act.isPending && "Recording…"}>
          Answer
        </Button>
      </span>
    </form>
  );
}
