import {
  Ban,
  CirclePause,
  Fingerprint,
  FoldHorizontal,
  History,
  type LucideIcon,
  MessageCircleQuestionMark,
  OctagonAlert,
  Pencil,
  Signature,
  Undo2,
  UnfoldHorizontal,
  X,
} from "lucide-react";

/** What people can do to authority, each with its one icon. A signature is a pen; only a pen approves. */
export const ACT_ICONS = {
  approve: Signature,
  sign: Fingerprint,
  narrow: FoldHorizontal,
  edit: Pencil,
  pattern: UnfoldHorizontal,
  deny: X,
  ask: MessageCircleQuestionMark,
  pause: CirclePause,
  revoke: Ban,
  lock: OctagonAlert,
  undo: Undo2,
  versions: History,
} as const satisfies Record<string, LucideIcon>;
