import { type OpenShift, type ShiftElsewhere, type ShiftEvent, type ShiftEventRecord, type ShiftReport, gainedElsewhere, isUnsent, reportOf, unsentOf } from "../domain/shift";
import type { OrderRecord } from "../domain/order";
import type { Database } from "./database";
import { type Transaction, openOrderStores, takeTurn } from "./openOrder";

/** What is done in a shift, before it gets its id and time. */
export type ShiftDraft = Pick<ShiftEvent, "kind" | "staffId"> & Partial<Pick<ShiftEvent, "amount" | "reason" | "approvedBy" | "denominations">>;

/** What writing events needs beside them. */
export interface ShiftClock {
  now: Date;
  newId(at: Date): string;
}

const keepMs = 30 * 24 * 3_600_000;

/** Opens a shift with what is in the drawer. One that is open already, opened in another tab perhaps, is returned as it is. */
export async function openShift(db: Database, registerId: string, currency: string, draft: Omit<ShiftDraft, "kind">, { now, newId }: ShiftClock): Promise<OpenShift> {
  const shift = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "shiftEvents"], "readwrite", { durability: "strict" });
    const shifts = ((await tx.objectStore("settings").get("shifts")) ?? {}) as Record<string, OpenShift>;
    const there = shifts[registerId];
    if (there) return there;
    const opened: OpenShift = { id: newId(now), registerId, currency, openedBy: draft.staffId, openedAt: now.toISOString() };
    await tx.objectStore("shiftEvents").add(recordOf(opened, { ...draft, kind: "OPENED" }, { now, newId }));
    await putShifts(tx, { ...shifts, [registerId]: opened });
    await tx.done;
    return opened;
  });
  db.changed("shifts");
  return shift;
}

/**
 * Writes what happened in the open shift, all of it or nothing; CLOSED ends the shift. Counts and ends tell of the orders that wait on
 * the device then. False, and nothing is written, when the shift is not open any more: another tab has closed it.
 */
export async function addShiftEvents(db: Database, shift: OpenShift, drafts: readonly ShiftDraft[], clock: ShiftClock): Promise<boolean> {
  const done = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "shiftEvents", "orders"], "readwrite", { durability: "strict" });
    const shifts = ((await tx.objectStore("settings").get("shifts")) ?? {}) as Record<string, OpenShift>;
    if (shifts[shift.registerId]?.id !== shift.id) return false;
    const orders = await tx.objectStore("orders").index("shift").getAll(shift.id);
    const unsent = unsentOf(orders.filter((order) => order.input.currency === shift.currency));
    for (const [i, draft] of drafts.entries()) {
      // One after the other, so that they are told in this order.
      const record = recordOf(shift, draft, { ...clock, now: new Date(clock.now.getTime() + i) });
      const tells = (draft.kind === "COUNTED" || draft.kind === "CLOSED") && unsent.length > 0;
      await tx.objectStore("shiftEvents").add(tells ? { ...record, unsent } : record);
    }
    if (drafts.some(({ kind }) => kind === "CLOSED")) {
      const others = Object.entries(shifts).filter(([registerId]) => registerId !== shift.registerId);
      await putShifts(tx, Object.fromEntries(others));
      let cursor = await tx.objectStore("shiftEvents").openCursor();
      while (cursor) {
        // Old ones that the gateway has; those of an open shift are never that old, or its report would change.
        const { waiting, at, shiftId, problem } = cursor.value;
        const open = Object.values(shifts).some(({ id }) => id === shiftId);
        if (!waiting && !problem && !open && Date.parse(at) < clock.now.getTime() - keepMs) await cursor.delete();
        cursor = await cursor.continue();
      }
    }
    await tx.done;
    return true;
  });
  if (done) db.changed("shifts");
  return done;
}

/**
 * Goes on with a shift that another device of the register opened, and notes who does. A shift that is open here already is returned as
 * it is.
 */
export async function takeOverShift(db: Database, from: ShiftElsewhere, draft: Omit<ShiftDraft, "kind">, clock: ShiftClock): Promise<OpenShift> {
  const { id, registerId, currency, openedBy, openedAt } = from;
  const shift = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "shiftEvents"], "readwrite", { durability: "strict" });
    const shifts = ((await tx.objectStore("settings").get("shifts")) ?? {}) as Record<string, OpenShift>;
    const there = shifts[registerId];
    if (there) return there;
    const opened: OpenShift = { id, registerId, currency, openedBy: openedBy ?? "", openedAt: openedAt ?? clock.now.toISOString() };
    for (const event of from.events) await tx.objectStore("shiftEvents").put(told(event, opened));
    await tx.objectStore("shiftEvents").add({ ...recordOf(opened, { ...draft, kind: "DRAWER_OPENED" }, clock), elsewhere: gainedElsewhere(from) });
    await putShifts(tx, { ...shifts, [registerId]: opened });
    await tx.done;
    return opened;
  });
  db.changed("shifts");
  return shift;
}

/** Lets go of a shift that was closed on another device; events are what the gateway knows of it. */
export async function leaveShift(db: Database, shift: OpenShift, events: readonly ShiftEvent[]): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "shiftEvents"], "readwrite", { durability: "strict" });
    const shifts = ((await tx.objectStore("settings").get("shifts")) ?? {}) as Record<string, OpenShift>;
    for (const event of events) {
      // What happened here is known better here.
      if (!(await tx.objectStore("shiftEvents").get(event.id))) await tx.objectStore("shiftEvents").put(told(event, shift));
    }
    if (shifts[shift.registerId]?.id === shift.id) {
      const others = Object.entries(shifts).filter(([registerId]) => registerId !== shift.registerId);
      await putShifts(tx, Object.fromEntries(others));
    }
    await tx.done;
  });
  db.changed("shifts");
}

/** Keeps which shifts are open: orders belong to them. */
async function putShifts<Others extends "shiftEvents" | "orders">(tx: Transaction<Others>, shifts: Record<string, OpenShift>): Promise<void> {
  await takeTurn(tx);
  await tx.objectStore("settings").put(shifts, "shifts");
}

/** An event that the gateway told of. */
function told(event: ShiftEvent, { id, registerId, currency }: OpenShift): ShiftEventRecord {
  return { ...event, shiftId: id, registerId, currency, waiting: 0, problem: "" };
}

function recordOf(shift: OpenShift, draft: ShiftDraft, { now, newId }: ShiftClock): ShiftEventRecord {
  const { amount = 0, ...rest } = draft;
  return { ...rest, amount, id: newId(now), shiftId: shift.id, registerId: shift.registerId, currency: shift.currency, at: now.toISOString(), waiting: 1, problem: "" };
}

/** A shift as this device knows it: its report, and what the gateway does not have of it or did not take. */
export interface KnownShift {
  report: ShiftReport;
  /** Events and orders that the gateway does not have yet. */
  waiting: number;
  /** Events that the gateway did not take, with why. */
  problems: ShiftEventRecord[];
}

/** What this device knows of a shift; null when that is nothing. */
export async function readShift(db: Database, id: string): Promise<KnownShift | null> {
  const [events, orders] = await db.run(async (connection) => {
    const tx = connection.transaction(["shiftEvents", "orders"]);
    const found: [ShiftEventRecord[], OrderRecord[]] = [
      await tx.objectStore("shiftEvents").index("shift").getAll(id),
      await tx.objectStore("orders").index("shift").getAll(id),
    ];
    await tx.done;
    return found;
  });
  const [first] = events;
  if (!first) return null;
  return {
    report: reportOf(first.registerId, events, orders),
    waiting: events.filter((event) => event.waiting).length + orders.filter(isUnsent).length,
    problems: events.filter((event) => event.problem),
  };
}

/** The ids of a register's closed shifts that this device knows, the newest first. */
export async function closedShifts(db: Database, registerId: string, limit: number): Promise<string[]> {
  const events = await db.run((connection) => connection.getAll("shiftEvents"));
  const ends = events.filter((event) => event.kind === "CLOSED" && event.registerId === registerId);
  return ends.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, limit).map((event) => event.shiftId);
}
