import { useEffect } from "react";
import { setSession } from "../store/device";
import { useDatabase, useLive } from "../store/live";
import { lockMinutes } from "../store/lock";
import { isHeld } from "../ui/hold";

const key = "tillway-touched";
const checkEveryMs = 2_000;

/** Signs the person out when nobody has touched the register for a while, in any tab; never while somebody pays. */
export function AutoLock() {
  const db = useDatabase();
  const minutes = useLive(lockMinutes, ["lockMinutes"]) ?? 0;
  useEffect(() => {
    if (minutes === 0) return;
    let noted = 0;
    const touch = () => {
      const now = Date.now();
      if (Math.abs(now - noted) < checkEveryMs / 2) return;
      noted = now;
      localStorage.setItem(key, String(now));
    };
    const check = () => {
      if (isHeld()) touch();
      // Also when the clock was set back.
      else if (Math.abs(Date.now() - Number(localStorage.getItem(key) ?? 0)) >= minutes * 60_000) void setSession(db, undefined);
    };
    touch();
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
