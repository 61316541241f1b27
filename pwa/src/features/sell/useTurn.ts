import { useState } from "react";

/** Counts the different things that were handed in, one after the other: what was asked again is another thing with the same words. */
export function useTurn(of: object): number {
  const [seen, setSeen] = useState({ of, turn: 0 });
  if (seen.of === of) return seen.turn;
  setSeen({ of, turn: seen.turn + 1 });
  return seen.turn + 1;
}
