import type { OrderRecord } from "../domain/order";
import { type Returnable, type Returned, returnableLines } from "../domain/returns";
import { type PaymentHere, openOf, paymentsHere, waitingOf } from "../domain/waiting";
import type { Database } from "./database";

/** An order of this device by its receipt number, in any letter case; null when it is not here any more. */
export async function orderByReceipt(db: Database, receipt: string): Promise<OrderRecord | null> {
  const found = await db.run((connection) => connection.getFromIndex("orders", "receipt", receipt.toUpperCase()));
  return found ?? null;
}

/** What came back of an order with later orders of this device. */
export async function returnsOf(db: Database, orderId: string): Promise<Returned[]> {
  return db.run(async (connection) => {
    const back: Returned[] = [];
    let cursor = await connection.transaction("orders").store.openCursor();
    while (cursor) {
      const { id, input, remote } = cursor.value;
      const lines = remote?.state === "CANCELLED" ? [] : (input.returns ?? []).filter((line) => line.orderId === orderId);
      back.push(...lines.map(({ sku, quantity, refund }) => ({ orderId: id, sku, quantity, refund })));
      cursor = await cursor.continue();
    }
    return back;
  });
}

/** What orders of this device paid of earlier ones. */
export async function allPaymentsHere(db: Database): Promise<PaymentHere[]> {
  return paymentsHere(await db.run((connection) => connection.getAll("orders")));
}

/** An order of this device as it may come back, if nothing has yet. */
export async function returnable(db: Database, order: OrderRecord): Promise<Returnable> {
  const details = order.receipt.lines.map((line) => line.detail);
  const lines = returnableLines(order.input.lines, details);
  const open = order.input.deferred ? openOf(waitingOf(order, ""), await allPaymentsHere(db)) : 0;
  return { orderId: order.id, receiptNumber: order.receiptNumber, soldAt: order.input.soldAt, lines, open };
}
