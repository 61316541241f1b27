import { useCallback, useEffect, useRef } from "react";
import { whenDrawn } from "../domain/turn";

/** What the register times of itself. */
export type Interaction = "scan" | "search" | "tender";

/** The names of such measures in the browser's performance timeline begin with this. */
export const timingPrefix = "tillway ";

/**
 * Times from an event until what follows from it is on the screen. The function notes the event's time stamp, or 0 when
 * nothing will follow; the next change of what ends it, and a measure is left in the performance timeline.
 */
export function useTiming(interaction: Interaction, what: unknown): (began: number) => void {
  const began = useRef(0);
  useEffect(() => {
    const start = began.current;
    if (start === 0) return;
    began.current = 0;
    whenDrawn(() => performance.measure(timingPrefix + interaction, { start, end: performance.now() }));
  }, [interaction, what]);
  return useCallback((at: number) => {
    began.current = at;
  }, []);
}
