import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { placeLabels } from "../../../components/domain/authority-scale";
import { Avatar } from "../../../components/domain/avatar";
import { CallsBar, Tally } from "../../../components/domain/calls-bar";
import { PAUSE_MARKS } from "../../../components/domain/pause-reason";
import { StateMark } from "../../../components/domain/state-mark";
import { MARKS } from "../../../components/domain/states";
import { Untrusted } from "../../../components/domain/untrusted";
import { themeFrom } from "../../../components/layout/theme";
import { TimeStamp } from "../../../components/time/time-stamp";
import { Button, type ButtonProps } from "../../../components/ui/button";
import { counted, formatCount } from "../../../components/ui/count";
import { HOLD_STATES } from "../../../lib/approvals/schema";
import { PAUSES, TASK_STATES } from "../../../lib/tasks/schema";

const html = renderToStaticMarkup;

describe("marks", () => {
  test("exist for every state, each with its icon and its word", () => {
    for (const [kind, marks] of Object.entries(MARKS)) {
      for (const [state, mark] of Object.entries(marks)) {
        expect(mark.word, `${kind} ${state}`).toBe(state.replaceAll("_", " "));
        expect(mark.icon, `${kind} ${state}`).toBeDefined();
      }
    }
    expect(Object.keys(MARKS.task)).toEqual([...TASK_STATES]);
    expect(Object.keys(MARKS.hold).sort()).toEqual([...HOLD_STATES].sort());
    expect(Object.keys(PAUSE_MARKS)).toEqual([...PAUSES]);
  });

  test("within one kind never share both icon and colour", () => {
    for (const marks of Object.values(MARKS)) {
      const looks = Object.values(marks).map((mark) => `${mark.tone} ${mark.icon.displayName}`);
      expect(new Set(looks).size).toBe(looks.length);
    }
  });

  test("show the word, and hide the icon from screen readers", () => {
    const shown = html(createElement(StateMark, { of: "call", state: "timed_out" }));
    expect(shown).toContain("timed out");
    expect(shown).toContain('aria-hidden="true"');
  });
});

describe("untrusted text", () => {
  test("cannot turn round what stands beside it", () => {
    const shown = html(createElement(Untrusted, { text: "x\u202ey שלום" }));
    expect(shown).toContain('dir="ltr"');
    expect(shown).toContain('<bdi dir="rtl">שלום</bdi>');
    expect(shown).not.toContain("\u202e");
  });

  test("is never markup", () => {
    expect(html(createElement(Untrusted, { text: "<img src=x onerror=alert(1)>" }))).not.toContain("<img");
  });
});

describe("buttons", () => {
  test("wait with a word, keep their focus, and do not submit", () => {
    const shown = html(createElement(Button, { busy: "Recording…" } as ButtonProps, "Approve"));
    expect(shown).toContain("Recording…");
    expect(shown).not.toContain("Approve");
    expect(shown).toContain('aria-disabled="true"');
    expect(shown).toContain('type="button"');
    expect(shown).not.toContain(" disabled");
  });

  test("say why they are blocked", () => {
    expect(html(createElement(Button, { blocked: "Type the table first" } as ButtonProps, "Approve"))).toContain(
      'title="Type the table first"',
    );
  });
});

describe("calls", () => {
  test("are counted in words for those who do not see the bar", () => {
    const counts = { allowed: 27_900, held: 1, denied: 0 };
    expect(html(createElement(Tally, { counts }))).toContain("27\u2009900");
    expect(html(createElement(Tally, { counts }))).toContain("zero");
    expect(html(createElement(CallsBar, { counts }))).toContain('aria-hidden="true"');
    expect(html(createElement(CallsBar, { counts: { allowed: 0, held: 0, denied: 0 } }))).not.toContain("<i");
  });
});

describe("small words", () => {
  test("count with their noun", () => {
    expect(counted(1, "task")).toBe("1 task");
    expect(counted(1204, "entry", "entries")).toBe("1\u2009204 entries");
    expect(formatCount(999)).toBe("999");
  });

  test("take initials by characters, not by halves of them", () => {
    expect(html(createElement(Avatar, { name: "sam Okafor" }))).toContain("SO");
    expect(html(createElement(Avatar, { name: "𝒜da" }))).toContain("𝒜");
    expect(html(createElement(Avatar, { name: "" }))).toContain("></span>");
  });

  test("say UTC by name while the viewer's zone is not known", () => {
    const shown = html(createElement(TimeStamp, { at: "2026-09-17T12:42:07Z", show: "both" }));
    expect(shown).toContain('dateTime="2026-09-17T12:42:07.000Z"');
    expect(shown).toContain(">12:42 UTC<");
    expect(html(createElement(TimeStamp, { at: "not a time" }))).toContain("unknown time");
  });

  test("take only themes that exist from a cookie", () => {
    expect(themeFrom("dark")).toBe("dark");
    expect(themeFrom('"><script>')).toBe("system");
    expect(themeFrom(undefined)).toBe("system");
  });
});

describe("labels under the line of authority", () => {
  const span = { start: 0, end: 1000 };

  test("give way to those that matter more, and stand in order of time", () => {
    const placed = placeLabels(
      [
        { at: 1000, word: "absolute end" },
        { at: 50, word: "now", now: true },
        { at: 0, word: "asked" },
        { at: 400, word: "lease" },
      ],
      span,
    );
    expect(placed.map((label) => label.word)).toEqual(["now", "lease", "absolute end"]);
  });

  test("never leave the line", () => {
    expect(placeLabels([{ at: 5000, word: "late" }], span)).toMatchObject([{ left: 100 }]);
  });
});
