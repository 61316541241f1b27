import type { ShiftEvent, ShiftEventRecord } from "../domain/shift";
import type { Database } from "../store/database";
import { settleShiftEvents, waitingShiftEvents } from "../store/shiftState";

/** What the gateway says of one event. Outcomes that this version does not know leave the event waiting. */
export interface ShiftEventAnswer {
  id: string;
  outcome: "RECEIVED" | "DUPLICATE" | "CONFLICT" | "REFUSED" | (string & {});
  message?: string | null;
}

/** What sending needs from outside. */
export interface ShiftDeps {
  db: Database;
  /** Safe to repeat: the gateway keeps each event once. */
  submit(events: ShiftEvent[]): Promise<ShiftEventAnswer[]>;
}

/** As many as the gateway takes in one call. */
const batch = 200;

/** Sends what waits of a register's shifts. Throws what submit throws; then everything waits as before. */
export async function sendShiftEvents({ db, submit }: ShiftDeps, registerId: string): Promise<void> {
  for (;;) {
    const waiting = await waitingShiftEvents(db, registerId, batch);
    if (waiting.length === 0) return;
    const results = [];
    for (const { id, outcome, message } of await submit(waiting.map(sent))) {
      if (outcome === "RECEIVED" || outcome === "DUPLICATE") results.push({ id, problem: "" });
      else if (outcome === "CONFLICT" || outcome === "REFUSED") results.push({ id, problem: message || outcome });
    }
    if (results.length === 0) return;
    await settleShiftEvents(db, results);
  }
}

/** An event without what only this device needs. */
function sent({ id, shiftId, kind, staffId, at, currency, amount, reason, approvedBy, denominations, unsent }: ShiftEventRecord): ShiftEvent {
  const maybe = { reason, approvedBy, denominations, unsent };
  const given = Object.fromEntries(Object.entries(maybe).filter(([, value]) => value !== undefined)) as typeof maybe;
  return { id, shiftId, kind, staffId, at, currency, amount, ...given };
}
