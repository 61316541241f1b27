import type { OrderRecord } from "../domain/order";
import { type Returnable, returnableLines } from "../domain/returns";
import { type PaymentHere, openOf, paymentsHere, waitingOf } from "../domain/waiting";
import type { Database } from "./database";

/** An order of this device by its receipt number, in any letter case; null when it is not here any more. */
export async function orderByReceipt(db: Database, receipt: string): Promise<OrderRecord | null> {
  const found = await db.run((connection) => connection.getFromIndex("orders", "receipt", receipt.toUpperCase()));
  return found ?? null;
}

/** What came back of an order with later orders of this device. */
export async function returnsOf(db: Database, orderId: string): Promise<{ sku: string; quantity: string }[]> {
  return db.run(async (connection) => {
    const back: { sku: string; quantity: string }[] = [];
    let cursor = await connection.transaction("orders").store.openCursor();
    while (cursor) {
      const { input, remote } = cursor.value;
      if (remote?.state !== "CANCELLED") back.push(...(input.returns ?? []).filter((line) => line.orderId === orderId));
      cursor = await cursor.continue();
    }
    return back;
  });
}

/** What orders of this device paid of earlier ones. */
export async function allPaymentsHere(db: Database): Promise<PaymentHere[]> {
  return paymentsHere(await db.run((connection) => connection.getAll("orders")));
}

/** What may come back of an order of this device. */
export async function returnable(db: Database, order: OrderRecord): Promise<Returnable> {
  const details = order.receipt.lines.map((line) => line.detail);
  const lines = returnableLines(order.input.lines, details, await returnsOf(db, order.id));
  const open = order.input.deferred ? openOf(waitingOf(order, ""), await allPaymentsHere(db)) : 0;
  return { orderId: order.id, receiptNumber: order.receiptNumber, soldAt: order.input.soldAt, lines, open };
}
