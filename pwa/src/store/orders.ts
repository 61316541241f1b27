import { type Cart, isEmpty } from "../domain/cart";
import type { Charge } from "../domain/charge";
import { dueOf } from "../domain/due";
import { type OrderRecord, type RemoteStatus, concernOf, orderOf, receiptNumber, receiptOf, shownState } from "../domain/order";
import { type Tender, settle } from "../domain/tender";
import type { OpenShift } from "../domain/shift";
import type { Staff } from "../domain/workplace";
import { leaveMarker } from "./marker";
import type { Connection, Database } from "./database";
import { openOrderIn, openOrderStores } from "./openOrder";

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
  /** Calculates the order as it is stored, whatever a screen last showed. */
  charge(cart: Cart): Charge;
}

/**
 * Turns the open order into an order: takes the next receipt number, stores the order, queues it and empties the cart, all
 * in one transaction. Paying the same cart again, in this tab or another, returns the order that is there.
 * Throws when the cart is gone or the money is too little; then nothing was written.
 */
export async function payOrder(db: Database, payment: Payment): Promise<OrderRecord> {
  const { order, turn } = await db.run((connection) => pay(connection, payment));
  const none = turn === null ? null : { cart: undefined, turn };
  db.openOrder = none;
  // Whoever paid shows the receipt first; the others hear of it when it is there.
  afterFrames(() => {
    if (none && db.openOrder === none) {
      db.show("cart", undefined);
      db.changedHere("cart");
    } else db.changed("cart");
    db.changed("orders", "outbox");
    leaveMarker({ registerId: order.registerId, counter: order.counter });
  });
  return order;
}

/** Runs work once what is being done now can be seen; soon in any case, as nothing is drawn of a page that is not in front. */
function afterFrames(work: () => void): void {
  let done = false;
  const once = () => {
    if (!done) work();
    done = true;
  };
  setTimeout(once, longestUnseenMs);
  // What is done now is drawn in the next frame, or in the one after it if that has begun.
  if (globalThis.document?.visibilityState === "visible") requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(once)));
  else setTimeout(once);
}

/** The order, and the turn that it took from the open one; null when it had been paid before. */
async function pay(connection: Connection, payment: Payment): Promise<{ order: OrderRecord; turn: number | null }> {
  const tx = connection.transaction([...openOrderStores, "counters", "orders", "outbox"], "readwrite", { durability: "strict" });
  const writes: Promise<unknown>[] = [];
  try {
    // Each answer takes a turn of a busy page, so everything is asked at once and written at once.
    const [paid, open, counter, shifts] = await Promise.all([
      tx.objectStore("orders").get(payment.cartId),
      openOrderIn(tx),
      tx.objectStore("counters").get(payment.registerId),
      tx.objectStore("settings").get("shifts") as Promise<Record<string, OpenShift> | undefined>,
    ]);
    const order = paid ?? recordOf(payment, open.cart, (counter ?? 0) + 1, shifts?.[payment.registerId]?.id);
    if (!paid) {
      writes.push(tx.objectStore("counters").put(order.counter, order.registerId));
      writes.push(tx.objectStore("orders").add(order));
      writes.push(tx.objectStore("outbox").add({ orderId: order.id, registerId: order.registerId, attempts: 0, dueAt: 0 }));
      writes.push(open.replace(undefined));
    }
    tx.commit();
    await Promise.all([...writes, tx.done]);
    return { order, turn: paid ? null : open.turn };
  } catch (error) {
    // Whatever was written before the fault goes too: a counter alone would be a gap in the receipts.
    if (!tx.error) abort(tx);
    await Promise.allSettled([...writes, tx.done]);
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
function recordOf(payment: Payment, cart: Cart | undefined, counter: number, shiftId: string | undefined): OrderRecord {
  if (!cart || cart.id !== payment.cartId || isEmpty(cart)) throw new Error("The open order changed meanwhile.");
  const charge = payment.charge(cart);
  const tenders = [...(cart.tenders ?? []), ...(payment.last ? [payment.last] : [])];
  if (charge.stop) throw new Error("This order must not be charged.");
  if (!settle(dueOf(cart, charge), tenders, payment.coin).done) throw new Error("The tenders do not settle the total.");
  return {
    id: cart.id,
    registerId: payment.registerId,
    counter,
    receiptNumber: receiptNumber(payment.registerId, counter),
    staffName: payment.staff.name,
    createdAt: payment.now.getTime(),
    input: orderOf(cart, charge, { counter, staffId: payment.staff.id, soldAt: payment.now, tenders, coin: payment.coin, shiftId }),
    receipt: receiptOf(cart, charge),
    local: "device",
    remote: null,
    message: "",
  };
}

/** The newest orders of this device, newest first. */
export async function listOrders(db: Database, limit = 500): Promise<OrderRecord[]> {
  return db.run(async (connection) => {
    const orders: OrderRecord[] = [];
    let cursor = await connection.transaction("orders").store.index("created").openCursor(null, "prev");
    while (cursor && orders.length < limit) {
      orders.push(cursor.value);
      cursor = await cursor.continue();
    }
    return orders;
  });
}

/** Orders whose end the gateway has not reported yet, oldest first. */
export async function openOrders(db: Database): Promise<OrderRecord[]> {
  const received = await db.run((connection) => connection.getAllFromIndex("orders", "local", "received"));
  const open = received.filter((order) => concernOf(shownState(order)) !== "done");
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
    await tx.store.put({ ...order, remote, message: "" });
    await tx.done;
    return true;
  });
  if (changed) db.changed("orders");
}

/** Removes orders that have ended in Magento and are older than 30 days. Nothing else is ever removed. */
export async function pruneOrders(db: Database, now: number): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("orders", "readwrite");
    let cursor = await tx.store.index("created").openCursor(IDBKeyRange.upperBound(now - keepMs));
    while (cursor) {
      if (concernOf(shownState(cursor.value)) === "done" && !cursor.value.remote?.waitsFor?.length) await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  });
}
