import type { Cart } from "../domain/cart";
import { type OrderRecord, type RemoteStatus, concernOf, orderOf, receiptNumber, shownState } from "../domain/order";
import { totalsOf } from "../domain/totals";
import type { Staff } from "../domain/workplace";
import type { Connection, Database } from "./database";

const keepMs = 30 * 24 * 3_600_000;

/** What paying needs to know beside the open order. */
export interface Payment {
  cartId: string;
  registerId: string;
  staff: Staff;
  tendered: number;
  now: Date;
}

/**
 * Turns the open order into an order: takes the next receipt number, stores the order, queues it and empties the cart, all
 * in one transaction. Paying the same cart again, in this tab or another, returns the order that is there.
 * Throws when the cart is gone or the money is too little; then nothing was written.
 */
export async function payOrder(db: Database, payment: Payment): Promise<OrderRecord> {
  const order = await db.run((connection) => pay(connection, payment));
  db.changed("orders", "cart", "outbox");
  return order;
}

async function pay(connection: Connection, payment: Payment): Promise<OrderRecord> {
  const stores = ["settings", "counters", "orders", "outbox"] as const;
  const tx = connection.transaction(stores, "readwrite", { durability: "strict" });
  const done = await tx.objectStore("orders").get(payment.cartId);
  if (done) return done;
  const cart = (await tx.objectStore("settings").get("cart")) as Cart | undefined;
  if (!cart || cart.id !== payment.cartId || cart.lines.length === 0) {
    await tx.done;
    throw new Error("The open order changed meanwhile.");
  }
  const totals = totalsOf(cart.lines);
  if (payment.tendered < totals.total) {
    await tx.done;
    throw new Error("The amount is less than the total.");
  }
  const counter = ((await tx.objectStore("counters").get(payment.registerId)) ?? 0) + 1;
  const record: OrderRecord = {
    id: cart.id,
    registerId: payment.registerId,
    counter,
    receiptNumber: receiptNumber(payment.registerId, counter),
    staffName: payment.staff.name,
    createdAt: payment.now.getTime(),
    input: orderOf(cart, counter, payment.staff.id, payment.now, payment.tendered),
    details: cart.lines.map((line) => line.detail),
    taxes: totals.taxes,
    local: "device",
    remote: null,
    message: "",
  };
  await Promise.all([
    tx.objectStore("counters").put(counter, payment.registerId),
    tx.objectStore("orders").add(record),
    tx.objectStore("outbox").add({ orderId: record.id, attempts: 0, dueAt: 0 }),
    tx.objectStore("settings").delete("cart"),
    tx.done,
  ]);
  return record;
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
    // Before the answer to submitOrder is in, the outbox alone moves the order on.
    if (order?.local !== "received") return false;
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
      if (concernOf(shownState(cursor.value)) === "done") await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  });
}
