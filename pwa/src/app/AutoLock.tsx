import { useEffect } from "react";
import { setSession } from "../store/device";
import { useDatabase, useLive } from "../store/live";
import { isUntouched, lockMinutes, noteTouch } from "../store/lock";
import { isHeld } from "../ui/hold";

const checkEveryMs = 2_000;

/** Signs the person out when nobody has touched the register for a while, in any tab or in none; never while somebody pays. */
export function AutoLock() {
  const db = useDatabase();
  const minutes = useLive(lockMinutes, ["lockMinutes"]);
  useEffect(() => {
    if (minutes === undefined) return;
    let noted = 0;
    const touch = () => {
      const now = Date.now();
      if (Math.abs(now - noted) < checkEveryMs / 2) return;
      noted = now;
      noteTouch();
    };
    const lock = () => void setSession(db, undefined);
    const check = () => {
      if (isHeld()) touch();
      else if (isUntouched(minutes)) lock();
    };
    // Whoever opens the page touches the register, unless it was closed for so long that it may be somebody else.
    if (isUntouched(minutes)) lock();
    else touch();
    const events = ["pointerdown", "keydown", "wheel"] as const;
    for (const event of events) window.addEventListener(event, touch, { capture: true, passive: true });
    const timer = setInterval(check, checkEveryMs);
    return () => {
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, touch, { capture: true });
    };
  }, [db, minutes]);
  return null;
}
