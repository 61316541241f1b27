import { type Cart, isEmpty } from "../domain/cart";
import type { Charge } from "../domain/charge";
import { dueOf } from "../domain/due";
import { type Concern, type LocalState, type OrderRecord, type RemoteStatus, asKept, isOver, recordOf } from "../domain/order";
import { type Tender, settle } from "../domain/tender";
import type { OpenShift } from "../domain/shift";
import type { Staff } from "../domain/workplace";
import type { IDBPTransaction } from "idb";
import { leaveMarker } from "./marker";
import { type Connection, type Database, type Schema, commit } from "./database";
import { openOrderIn, openOrderStores, take } from "./openOrder";
import { placeFor } from "./outbox";

const ends: RemoteStatus["state"][] = ["SETTLED", "CANCELLED"];
const keepMs = 30 * 24 * 3_600_000;
const longestUnseenMs = 200;

/** What paying needs to know beside the open order. */
export interface Payment {
  cartId: string;
  registerId: string;
  staff: Staff;
  /** The tender that settles the order beside those that are on it already; null when they do. */
  last: Tender | null;
  /** The smallest coin, in minor units. */
  coin: number;
  now: Date;
  /** What findPayable last found: it need not be asked for again. Absent or out of date costs only time. */
  found?: Payable;
  /** Calculates the order as it is stored, whatever a screen last showed. */
  charge(cart: Cart): Charge;
}

/** What an order is made of beside its payment, as it was stored at once. */
export interface Payable {
  registerId: string;
  cart: Cart | undefined;
  /** The last receipt number. */
  counter: number;
  shiftId: string | undefined;
  /** The next turn. Once it is taken, this is out of date. */
  turn: number;
}

const paidStores: ("settings" | "turns" | "counters" | "orders" | "outbox")[] = [...openOrderStores, "counters", "orders", "outbox"];

/** Reads ahead what paying the open order will ask for. */
export function findPayable(db: Database, registerId: string): Promise<Payable> {
  return db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "counters"]);
    const [settings, turns] = [tx.objectStore("settings"), tx.objectStore("turns")];
    const [cart, last, counter = 0, shifts] = await Promise.all([
      settings.get("cart") as Promise<Cart | undefined>,
      turns.openKeyCursor(null, "prev"),
      tx.objectStore("counters").get(registerId),
      settings.get("shifts") as Promise<Record<string, OpenShift> | undefined>,
    ]);
    return { registerId, cart, counter, shiftId: shifts?.[registerId]?.id, turn: (last?.key ?? 0) + 1 };
  });
}

/**
 * Turns the open order into an order: takes the next receipt number, stores the order, queues it and empties the cart, all
 * in one transaction. Paying the same cart again, in this tab or another, returns the order that is there.
 * Throws when the cart is gone or the money is too little; then nothing was written.
 */
export async function payOrder(db: Database, payment: Payment): Promise<OrderRecord> {
  const { order, turn } = (await db.run((connection) => payAsFound(connection, payment))) ?? (await db.run((connection) => pay(connection, payment)));
  // At once: a number that is on a receipt must be known even when this page goes now, and its database later.
  leaveMarker({ registerId: order.registerId, counter: order.counter });
  const none = turn === null ? null : { cart: undefined, turn };
  db.openOrder = none;
  // Whoever paid shows the receipt first; the others hear of it when it is there.
  afterFrames(() => {
    if (none && db.openOrder === none) {
      db.show("cart", undefined);
      db.changedHere("cart");
    } else db.changed("cart");
    db.changed("orders", "outbox");
  });
  return order;
}

/**
 * Runs work once what is being done now can be seen and the page rests; soon in any case, as nothing is drawn of a page that is not in
 * front.
 */
function afterFrames(work: () => void): void {
  let done = false;
  const once = () => {
    if (!done) work();
    done = true;
  };
  setTimeout(once, longestUnseenMs);
  if (globalThis.document?.visibilityState !== "visible") {
    setTimeout(once);
    return;
  }
  const rest = () => ("requestIdleCallback" in globalThis ? requestIdleCallback(once) : setTimeout(once));
  // Who draws has asked for a turn already: a frame asked for before it would be empty, and theirs later. What is done now is drawn in
  // the next frame, or in the one after it if that has begun.
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(rest)));
}

/** An order that is stored, and the turn that it took; null when it had been paid before. */
interface Done {
  order: OrderRecord;
  turn: number | null;
}

/** A transaction that writes a payment. */
type Writing = IDBPTransaction<Schema, typeof paidStores, "readwrite">;

/**
 * Writes the order as it was found, without asking first: each answer takes a turn of a busy page. null, with nothing written, when
 * that is out of date or not to be paid.
 */
async function payAsFound(connection: Connection, payment: Payment): Promise<Done | null> {
  const { found } = payment;
  if (found?.registerId !== payment.registerId) return null;
  let order: OrderRecord;
  try {
    order = orderOfCart(payment, found.cart, found.counter + 1, found.shiftId);
  } catch {
    // What is stored now decides, and tells why.
    return null;
  }
  const tx = connection.transaction(paidStores, "readwrite", { durability: "strict" });
  try {
    return await allOrNothing(tx, async (writes) => {
      writes.push(take(tx, found.turn), tx.objectStore("settings").delete("cart"));
      for (const write of writesOf(tx, order)) writes.push(write);
      await commit(tx, writes);
      return { order, turn: found.turn };
    });
  } catch (error) {
    if (error instanceof Error && error.name === "ConstraintError") return null;
    throw error;
  }
}

/** Asks what is stored, and writes the order of that. */
async function pay(connection: Connection, payment: Payment): Promise<Done> {
  const tx = connection.transaction(paidStores, "readwrite", { durability: "strict" });
  return allOrNothing(tx, async (writes) => {
    // Each answer takes a turn of a busy page, so everything is asked at once and written at once.
    const [paid, open, counter, shifts] = await Promise.all([
      tx.objectStore("orders").get(payment.cartId),
      openOrderIn(tx),
      tx.objectStore("counters").get(payment.registerId),
      tx.objectStore("settings").get("shifts") as Promise<Record<string, OpenShift> | undefined>,
    ]);
    const order = paid ?? orderOfCart(payment, open.cart, (counter ?? 0) + 1, shifts?.[payment.registerId]?.id);
    if (!paid) {
      for (const write of writesOf(tx, order)) writes.push(write);
      writes.push(open.replace(undefined));
    }
    await commit(tx, writes);
    return { order, turn: paid ? null : open.turn };
  });
}

/** Stores an order with its number, and queues it; one by one, as each may fail at once. */
function* writesOf(tx: Writing, order: OrderRecord): Generator<Promise<unknown>> {
  yield tx.objectStore("counters").put(order.counter, order.registerId);
  yield tx.objectStore("orders").add(order);
  yield tx.objectStore("outbox").add(placeFor(order));
}

/** Whatever was written before a fault goes too: a counter alone would be a gap in the receipts. */
async function allOrNothing<T>(tx: Writing, work: (writes: Promise<unknown>[]) => Promise<T>): Promise<T> {
  const writes: Promise<unknown>[] = [];
  try {
    return await work(writes);
  } catch (error) {
    if (!tx.error) abort(tx);
    void Promise.allSettled(writes);
    await Promise.allSettled([tx.done]);
    // Why it ended says more than that it did.
    throw tx.error ?? error;
  }
}

/** Ends a transaction without writing; one that has ended by itself stays as it is. */
function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It was complete, or its fault ended it.
  }
}

/** The order that the cart becomes. Throws when it must not be paid so. */
function orderOfCart(payment: Payment, cart: Cart | undefined, counter: number, shiftId: string | undefined): OrderRecord {
  if (!cart || cart.id !== payment.cartId || isEmpty(cart)) throw new Error("The open order changed meanwhile.");
  const charge = payment.charge(cart);
  const tenders = [...(cart.tenders ?? []), ...(payment.last ? [payment.last] : [])];
  if (charge.stop) throw new Error("This order must not be charged.");
  if (!settle(dueOf(cart, charge), tenders, payment.coin).done) throw new Error("The tenders do not settle the total.");
  const { registerId, staff, now: soldAt, coin } = payment;
  return recordOf(cart, charge, { registerId, counter, staffId: staff.id, staffName: staff.name, soldAt, tenders, coin, shiftId });
}

/** The orders of this device, newest first: the newest of all, and every older one that has not ended. */
export async function listOrders(db: Database, limit = 500): Promise<OrderRecord[]> {
  return db.run(async (connection) => {
    const { store } = connection.transaction("orders");
    const orders: OrderRecord[] = [];
    let cursor = await store.index("created").openCursor(null, "prev");
    while (cursor && orders.length < limit) {
      orders.push(cursor.value);
      cursor = await cursor.continue();
    }
    if (!cursor) return orders;
    const [all, ...ended] = await Promise.all([store.getAllKeys(), ...ends.map((state) => store.index("remote").getAllKeys(["received", state]))]);
    const known = new Set([...ended.flat(), ...orders.map((order) => order.id)]);
    const older = await Promise.all(all.filter((id) => !known.has(id)).map((id) => store.get(id)));
    return [...orders, ...older.filter((order) => order !== undefined).sort((a, b) => b.createdAt - a.createdAt)];
  });
}

/** How many orders of this device have not ended, by what they ask of people. Reads none of them: it is asked on every sale. */
export async function countOpen(db: Database): Promise<Record<Exclude<Concern, "done">, number>> {
  return db.run(async (connection) => {
    const { store } = connection.transaction("orders");
    const local = (state: LocalState) => store.index("local").count(state);
    const remote = (state: RemoteStatus["state"]) => store.index("remote").count(["received", state]);
    const [device, sending, conflict, refused, received, held, ...ended] = await Promise.all([
      local("device"), local("sending"), local("conflict"), local("refused"), local("received"), remote("HELD"), ...ends.map(remote),
    ]);
    return { unsent: device + sending, attention: conflict + refused + held, underway: received - held - ended.reduce((sum, n) => sum + n, 0) };
  });
}

/** Orders whose end the gateway has not reported yet, oldest first; also those that wait for the customer: others may take the rest. */
export async function openOrders(db: Database): Promise<OrderRecord[]> {
  const received = await db.run((connection) => connection.getAllFromIndex("orders", "local", "received"));
  const open = received.filter((order) => !isOver(order));
  return open.sort((a, b) => a.createdAt - b.createdAt);
}

/** Takes over what the gateway says of one of this device's orders; another device's are not kept. */
export async function applyRemote(db: Database, id: string, remote: RemoteStatus): Promise<void> {
  const changed = await db.run(async (connection) => {
    const tx = connection.transaction("orders", "readwrite");
    const order = await tx.store.get(id);
    // News may overtake the answer to submitOrder; it counts once that is in. Before the order was sent there is none.
    if (order?.local !== "received" && order?.local !== "sending") return false;
    // An end is an end: an older answer that comes late does not undo it. What waits for the customer or the warehouse goes on.
    if (order.remote && ends.includes(order.remote.state) && !order.remote.waitsFor?.length) return false;
    await tx.store.put(asKept({ ...order, remote, message: "", elsewhere: false }));
    await tx.done;
    return true;
  });
  if (changed) db.changed("orders");
}

/** Notes that the gateway tells nothing of an order where the device stands now. */
export async function markElsewhere(db: Database, id: string): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("orders", "readwrite");
    const order = await tx.store.get(id);
    if (order) await tx.store.put({ ...order, elsewhere: true });
    await tx.done;
  });
}

/** Removes orders that have ended in Magento and are older than 30 days. Nothing else is ever removed. */
export async function pruneOrders(db: Database, now: number): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("orders", "readwrite");
    let cursor = await tx.store.index("created").openCursor(IDBKeyRange.upperBound(now - keepMs));
    while (cursor) {
      if (isOver(cursor.value)) await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  });
}
