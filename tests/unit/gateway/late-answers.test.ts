import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LateAnswers } from "../../../lib/gateway/late-answers";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answer = () => ({ stream: vi.fn() });

describe("an answer that takes long", () => {
  it("has its stream opened once, soon after its time", () => {
    const late = new LateAnswers(1000);
    const first = answer();
    late.add(first);
    vi.advanceTimersByTime(999);
    expect(first.stream).not.toHaveBeenCalled();
    vi.advanceTimersByTime(251);
    expect(first.stream).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(first.stream).toHaveBeenCalledTimes(1);
  });

  it("keeps its own time beside others, and is left alone once it has been given", () => {
    const late = new LateAnswers(1000);
    const [early, given, later] = [answer(), answer(), answer()];
    late.add(early);
    late.add(given);
    late.delete(given);
    vi.advanceTimersByTime(600);
    late.add(later);
    vi.advanceTimersByTime(700);
    expect(early.stream).toHaveBeenCalledTimes(1);
    expect(later.stream).not.toHaveBeenCalled();
    vi.advanceTimersByTime(600);
    expect(later.stream).toHaveBeenCalledTimes(1);
    expect(given.stream).not.toHaveBeenCalled();
  });

  it("leaves no timer behind when none is left", () => {
    const late = new LateAnswers(1000);
    late.add(answer());
    vi.advanceTimersByTime(2000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
