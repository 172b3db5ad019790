import { AppError, canonicalJson, digestOf, type Json } from "../base/index";
import { type ArgumentPattern, faultOfBeginning, type Terms } from "../policy/schema";
import type { PinsInput } from "./schema";

/**
 * Pins arguments of tools, beside what is pinned already: a call must be as every pin says.
 *
 * @throws NOT_NARROWER when a pin names a tool that is not there; INVALID_INPUT for a beginning that lets another host in.
 */
export function pinTerms(terms: Terms, pins: PinsInput): Terms {
  const missing = pins.find((pin) => !terms.some((term) => term.server === pin.server && term.tool === pin.tool));
  if (missing) throw new AppError("NOT_NARROWER", "A pin names a tool that is not given.");
  return terms.map((term) => {
    const mine = pins.filter((pin) => pin.server === term.server && pin.tool === term.tool);
    if (mine.length === 0) return term;
    return { ...term, pins: [...(term.pins ?? []), ...mine.flatMap((pin) => pin.arguments.map(toCondition))] };
  });
}

function toCondition(pin: PinsInput[number]["arguments"][number]): ArgumentPattern[number] {
  if (pin.must === "equal") {
    const shown = canonicalJson(pin.value as Json); // parsed by our own schema: plain JSON
    return { name: pin.name, must: "equal", digest: digestOf(shown), shown };
  }
  const fault = faultOfBeginning(pin.text);
  if (fault) throw new AppError("INVALID_INPUT", fault, { field: "pins" });
  return pin;
}
