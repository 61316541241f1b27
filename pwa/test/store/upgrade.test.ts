import { type IDBPDatabase, openDB } from "idb";
import { describe, expect, it } from "vitest";
import { type Cart, addLine, newCart } from "../../src/domain/cart";
import { readTransfer, writeTransfer } from "../../src/domain/transfer";
import { changeCart } from "../../src/store/cart";
import { Database } from "../../src/store/database";
import { listOrders } from "../../src/store/orders";
import { takeDue } from "../../src/store/outbox";
import { listParked } from "../../src/store/parked";
import { readShift } from "../../src/store/shift";
import { openShiftOf, waitingShiftEvents } from "../../src/store/shiftState";
import { unsentOrders } from "../../src/store/transfer";
import { cartLine, sell, workplace } from "../support/build";

/** What each version of the database added to the one before, as devices made it. */
const versions: ((db: IDBPDatabase, tx: { objectStore(name: string): { createIndex(name: string, path: string | string[]): unknown } }) => void)[] = [
  (db) => {
    db.createObjectStore("settings");
    db.createObjectStore("counters");
    db.createObjectStore("verifiers", { keyPath: "staffId" });
    const orders = db.createObjectStore("orders", { keyPath: "id" });
    orders.createIndex("created", "createdAt");
    orders.createIndex("local", "local");
    db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("order", "orderId", { unique: true });
    db.createObjectStore("chunks", { keyPath: "digest" });
    db.createObjectStore("overlay", { keyPath: ["kind", "key"] });
  },
  (db) => void db.createObjectStore("segments", { keyPath: "digest" }),
  (db, tx) => {
    db.createObjectStore("parked", { keyPath: "id" });
    tx.objectStore("orders").createIndex("receipt", "receiptNumber");
  },
  (db) => {
    db.createObjectStore("customers", { keyPath: "id" }).createIndex("used", "usedAt");
    const events = db.createObjectStore("shiftEvents", { keyPath: "id" });
    events.createIndex("shift", "shiftId");
    events.createIndex("waiting", "waiting");
  },
  (_, tx) => void tx.objectStore("orders").createIndex("shift", "input.shiftId"),
  (db) => db.createObjectStore("turns"),
  (_, tx) => void tx.objectStore("orders").createIndex("remote", ["local", "remote.state"]),
];
const now = versions.length;
const shift = { id: "01890000-0000-7000-8000-0000000000aa", registerId: "R1", currency: "USD", openedBy: "sam", openedAt: "2026-11-01T08:00:00.000Z" };
let last = 0;

const line = { sku: "A", name: "Mug", quantity: "2", unitPrice: 1_000, rowTotal: 2_000, tax: 168 };
const input = (counter: number, version: number) => ({
  id: `01890000-0000-7000-8000-00000000000${counter}`, counter, staffId: "sam", currency: "USD", soldAt: "2026-11-01T09:00:00.000Z",
  lines: [line], tenders: [{ kind: "CASH", amount: 2_168 }], change: 0, charged: { subtotal: 2_000, tax: 168, total: 2_168 },
  ...(version >= 4 && { shiftId: shift.id }),
});
/** An order as a device of that version kept it. */
const record = (counter: number, local: string, version: number) => ({
  id: input(counter, version).id, registerId: "R1", counter, receiptNumber: `R1-${counter}`, staffName: "Sam", createdAt: counter, input: input(counter, version), local, remote: null, message: "",
  ...(version < 3
    ? { details: ["red"], taxes: [{ key: "US-NY", percentMillionths: 8_375_000, base: 2_000, tax: 168 }] }
    : { receipt: { taxIncluded: false, discounts: [], taxes: [{ label: "US-NY", percent: "8.375", amount: 168 }], lines: [{ detail: "red", shownRow: 2_000 }], returns: [] } }),
});
const cart: Cart = addLine(newCart("01890000-0000-7000-8000-0000000000cc", "USD"), cartLine("B"));

/** The database of a device that had a version for long: enrolled, one order settled, two that wait, one open, a shift. */
async function deviceOf(version: number): Promise<Database> {
  const name = `upgrade-${process.pid}-${++last}`;
  const db = await openDB(name, version, { upgrade: (db, _from, _to, tx) => versions.slice(0, version).forEach((add) => add(db, tx)) });
  await db.put("settings", { token: "t", deviceId: "d", label: "Old", workplace: workplace() }, "device");
  await db.put("settings", cart, "cart");
  await db.put("counters", 3, "R1");
  await db.put("orders", { ...record(1, "received", version), remote: { state: "SETTLED" } });
  // One was being sent when the tab was closed.
  await db.put("orders", record(2, "sending", version));
  await db.put("orders", record(3, "device", version));
  for (const counter of [2, 3]) await db.add("outbox", { orderId: input(counter, version).id, registerId: "R1", attempts: 1, dueAt: 0 });
  if (version >= 3) await db.put("parked", { ...cart, id: "parked", parked: { at: 1, label: "Kim", by: "Sam" } });
  if (version >= 4) {
    await db.put("settings", { R1: shift }, "shifts");
    await db.put("shiftEvents", { id: "e1", shiftId: shift.id, registerId: "R1", kind: "OPENED", staffId: "sam", at: shift.openedAt, currency: "USD", amount: 10_000, waiting: 1, problem: "" });
  }
  db.close();
  return new Database(name);
}

describe("a device that gets a new version", () => {
  it.each(Array.from({ length: now }, (_, i) => i + 1))("of a database of version %i keeps what it has", async (version) => {
    const db = await deviceOf(version);
    expect((await db.setting("device"))?.label).toBe("Old");
    const orders = (await listOrders(db)).sort((a, b) => a.counter - b.counter);
    expect(orders.map(({ receiptNumber, local, input: sent }) => [receiptNumber, local, sent.charged.total])).toEqual([["R1-1", "received", 2_168], ["R1-2", "sending", 2_168], ["R1-3", "device", 2_168]]);
    for (const { receipt } of orders) {
      expect(receipt.lines).toEqual([{ detail: "red", shownRow: 2_000 }]);
      expect(receipt.taxes).toEqual([{ label: "US-NY", percent: "8.375", amount: 168 }]);
    }
    // What waits is sent as it was, in its order, and can be carried to another device.
    const unsent = await unsentOrders(db);
    expect(unsent.map((order) => order.counter)).toEqual([2, 3]);
    expect(readTransfer(writeTransfer({ registerId: "R1", orders: unsent }))).toMatchObject({ orders: [{ counter: 2 }, { counter: 3 }] });
    expect((await takeDue(db, "R1", Date.now()))?.order.input).toEqual(input(2, version));
    // Receipts go on, and the open order too: before version 3 it lacked what it is calculated from.
    expect(await db.setting("cart")).toEqual(version < 3 ? undefined : cart);
    await changeCart(db, "USD", (open) => addLine(open, cartLine("C")));
    expect((await db.setting("cart"))?.lines.map((each) => each.sku)).toEqual(version < 3 ? ["C"] : ["B", "C"]);
    expect((await sell(db)).receiptNumber).toBe("R1-4");
    expect((await listParked(db)).map((each) => each.id)).toEqual(version < 3 ? [] : ["parked"]);
    expect(await openShiftOf(db, "R1")).toEqual(version < 4 ? null : shift);
    expect((await waitingShiftEvents(db, "R1", 10)).map((event) => event.id)).toEqual(version < 4 ? [] : ["e1"]);
    if (version >= 4) expect((await readShift(db, shift.id))?.waiting).toBe(4);
    await db.close();
  });

  it("is at the version that is tested here", async () => {
    const db = await deviceOf(now);
    expect(await db.run((connection) => Promise.resolve(connection.version))).toBe(now);
    const fresh = new Database(`upgrade-${process.pid}-fresh`);
    const shape = (one: Database) => one.run((c) => Promise.resolve(Array.from(c.objectStoreNames, (store) => [store, ...c.transaction(store).store.indexNames])));
    expect(await shape(await deviceOf(1))).toEqual(await shape(fresh));
  });

  it("in another tab first does not keep this one from selling", async () => {
    const db = await deviceOf(now);
    await sell(db);
    const newer = await openDB((db as unknown as { name: string }).name, now + 1);
    // This version cannot read it any more, and says so instead of waiting; nothing is half done.
    await expect(sell(db)).rejects.toThrow();
    expect(await newer.count("orders")).toBe(4);
    newer.close();
  });
});
