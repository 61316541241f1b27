import type { Database } from "./database";

/** After how many minutes without a touch or key the register may lock itself; 0 is never. */
export const LOCK_MINUTES = [1, 5, 15, 0] as const;

const usual = 5;

/** After how many minutes this device locks itself; 0 is never. */
export async function lockMinutes(db: Database): Promise<number> {
  return (await db.setting("lockMinutes")) ?? usual;
}

const key = "tillway-touched";

/** Notes that somebody touches this device now, in any tab. */
export function noteTouch(): void {
  localStorage.setItem(key, String(Date.now()));
}

/** True when nobody has touched this device for so many minutes (0: never), also when the clock was set back; false before anybody did. */
export function isUntouched(minutes: number): boolean {
  const at = localStorage.getItem(key);
  return minutes > 0 && at !== null && Math.abs(Date.now() - Number(at)) >= minutes * 60_000;
}
