import { useEffect } from "react";

let holds = 0;

/** While on, nothing may take the screen away from the person: money is on the counter. */
export function useHold(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    holds++;
    return () => {
      holds--;
    };
  }, [on]);
}

/** Whether somebody holds the screen. */
export function isHeld(): boolean {
  return holds > 0;
}
