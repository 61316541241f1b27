import type { Database } from "./database";

/** After how many minutes without a touch or key the register may lock itself; 0 is never. */
export const LOCK_MINUTES = [1, 5, 15, 0] as const;

const usual = 5;

/** After how many minutes this device locks itself; 0 is never. */
export async function lockMinutes(db: Database): Promise<number> {
  return (await db.setting("lockMinutes")) ?? usual;
}
