import type { OpenShift, ShiftEventRecord } from "../domain/shift";
import type { Database } from "./database";

/** What became of an event: the gateway has it (problem is empty), or will never take it. */
export interface ShiftEventResult {
  id: string;
  problem: string;
}

/** The shift that is open at a register; null when none is. */
export async function openShiftOf(db: Database, registerId: string): Promise<OpenShift | null> {
  return (await db.setting("shifts"))?.[registerId] ?? null;
}

/** Events of a register that the gateway does not have yet, the first made first. */
export async function waitingShiftEvents(db: Database, registerId: string, limit: number): Promise<ShiftEventRecord[]> {
  const waiting = await db.run((connection) => connection.getAllFromIndex("shiftEvents", "waiting", 1));
  // Those of a register that this browser was enrolled to before wait until it is enrolled there again.
  return waiting.filter((event) => event.registerId === registerId).slice(0, limit);
}

/** Notes what became of events. */
export async function settleShiftEvents(db: Database, results: readonly ShiftEventResult[]): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("shiftEvents", "readwrite", { durability: "strict" });
    for (const { id, problem } of results) {
      const event = await tx.store.get(id);
      if (event) await tx.store.put({ ...event, waiting: 0, problem });
    }
    await tx.done;
  });
  db.changed("shifts");
}
