import type { OfficeOrderFilter } from "./office";
import { daysBetween, midnight } from "./sales";

/** Which orders to look for, by how far they are. */
export type Stage = "all" | "held" | "underway" | "settled" | "cancelled";

/** All stages, in the order in which they are offered. */
export const stages: readonly Stage[] = ["all", "held", "underway", "settled", "cancelled"];

const states: Record<Stage, OfficeOrderFilter["states"]> = {
  all: undefined,
  held: ["HELD"],
  underway: ["RECEIVED", "PLACING", "INDETERMINATE", "PLACED"],
  settled: ["SETTLED"],
  cancelled: ["CANCELLED"],
};

/** What a person looks for among orders; empty where it does not matter. Days are "2026-03-14" by this device's clock. */
export interface Search {
  stage: Stage;
  location: string;
  register: string;
  from: string;
  to: string;
  receipt: string;
  text: string;
}

/** Everything. */
export const plainSearch: Search = { stage: "all", location: "", register: "", from: "", to: "", receipt: "", text: "" };

const shortestText = 3;
const longestTextRange = 31;

/** Whether the gateway looks for a text like this: it wants a few letters, and both days not too far apart. */
export function mayLookFor({ text, from, to }: Search): boolean {
  const days = daysBetween(from, to);
  return text.trim() === "" || (Array.from(text.trim()).length >= shortestText && days > 0 && days <= longestTextRange);
}

/** A search as the gateway takes it. The last day is included. */
export function filterOf(search: Search): OfficeOrderFilter {
  const { location, register, from, to, receipt, text } = search;
  const [begin, end] = [midnight(from), midnight(to, 1)];
  return {
    ...(states[search.stage] && { states: states[search.stage] }),
    ...(location && { locations: [location] }),
    ...(register && { registers: [register] }),
    ...(begin && { from: begin.toISOString() }),
    ...(end && { to: end.toISOString() }),
    ...(receipt.trim() && { receiptNumber: receipt.trim() }),
    ...(text.trim() && { text: text.trim() }),
  };
}
