import { describe, expect, it } from "vitest";
import {
  ENDED_STATES,
  parseFilters,
  pickedStates,
  printFilters,
  toggleState,
  toggleWhy,
  toQuery,
  withState,
} from "../../../../components/tasks/task-filters";
import { routes } from "../../../../lib/base/routes";

const at = (query: string) => parseFilters(new URLSearchParams(query));

describe("the filters of the task list", () => {
  it("show what is open where the address says nothing", () => {
    expect(toQuery(at(""))).toMatchObject({ state: ["running", "paused", "requested"], pausedFor: undefined });
    expect(routes.tasks(printFilters(at("")))).toBe("/tasks");
  });

  it("come back from the address that they make", () => {
    const address = "/tasks?state=revoked%2Cexpired&agent=release-bot&server=github&owner=1&text=cut+release";
    const filters = at(new URL(address, "http://x.invalid").search);
    expect(routes.tasks(printFilters(filters))).toBe(
      "/tasks?state=revoked%2Cexpired&agent=release-bot&server=github&owner=1&text=cut+release",
    );
  });

  it("leave out words that they do not know", () => {
    expect(at("state=flying,paused&why=idle,tired").state).toBe("paused");
    expect(at("state=flying,paused&why=idle,tired").why).toEqual(["idle"]);
    expect(at("state=toString").state).toBe("open");
    expect(at("state=&text=%20").text).toBeUndefined();
  });

  it("know each view, and ask for all states by naming none", () => {
    expect(toQuery(at("state=ended")).state).toEqual(ENDED_STATES);
    expect(toQuery(at("state=all")).state).toBeUndefined();
    expect(ENDED_STATES).toEqual(["completed", "withdrawn", "denied", "revoked", "expired"]);
  });

  it("pick states one by one, and go back to what is open when the last is dropped", () => {
    const revoked = toggleState(at(""), "revoked");
    const two = toggleState(revoked, "expired");
    expect([pickedStates(revoked), pickedStates(two)]).toEqual([["revoked"], ["revoked", "expired"]]);
    expect(toggleState(toggleState(two, "revoked"), "expired").state).toBe("open");
  });

  it("show a single state of a view as that view, not as a chip", () => {
    expect(pickedStates(toggleState(at(""), "paused"))).toEqual([]);
  });

  it("ask for paused tasks where a reason for pausing is picked, and forget it where none can be paused", () => {
    const idle = toggleWhy(at("state=running"), "idle");
    expect(toQuery(idle)).toMatchObject({ state: ["paused"], pausedFor: ["idle"] });
    expect(toggleWhy(at(""), "idle").state).toBe("open");
    expect(withState(idle, "ended").why).toEqual([]);
    expect(withState(idle, "all").why).toEqual(["idle"]);
  });
});
