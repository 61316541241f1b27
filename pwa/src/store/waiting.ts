import { withBalance } from "../domain/cart";
import { type Waiting, type WaitingOrder, openOf, paymentsHere, waitingOf } from "../domain/waiting";
import { changeCart } from "./cart";
import type { Database } from "./database";
import { allPaymentsHere, orderByReceipt } from "./returns";

/** What is done at the desk for customers who come back: they pay the rest, and take their goods. */
export interface Desk {
  /** Asks the gateway what waits, and keeps it on this device. Throws a Refusal, in particular when offline; then what is kept stays. */
  refresh(): Promise<void>;
  /**
   * An order that may be paid by its receipt number, from this device, what it keeps or the gateway; null when nobody has it. Throws a
   * Refusal when only the gateway could tell.
   */
  find(receipt: string): Promise<WaitingOrder | null>;
  /** Notes that the goods were given to the customer. Needs the gateway: another place may have done so. Throws a Refusal. */
  handOver(orderId: string): Promise<void>;
}

/** What waits, as last told, with what is left to be paid of each as far as this device knows. */
export interface WaitingHere extends Waiting {
  orders: (WaitingOrder & { open: number })[];
}

/**
 * What is kept of what waits, with orders of this device that the gateway did not have then, the newest first; at is 0 when the gateway
 * was never asked. What was paid in full here waits for its goods alone.
 */
export async function waitingHere(db: Database): Promise<WaitingHere> {
  const [kept = { at: 0, orders: [], more: false }, all, device] = await Promise.all([db.setting("waiting"), db.run((connection) => connection.getAll("orders")), db.setting("device")]);
  const known = new Set(kept.orders.map((order) => order.orderId));
  const own = all.filter(({ id, input }) => input.deferred && !known.has(id)).map((order) => waitingOf(order, device?.workplace.location.id ?? ""));
  const here = paymentsHere(all);
  // An order of this device that was not in the gateway's list has gone on since, or is to come: only its rest is asked for.
  const orders = [...kept.orders, ...own.map((order) => ({ ...order, handOver: false }))].map((order) => ({ ...order, open: openOf(order, here) }));
  return { ...kept, orders: orders.filter(({ open, handOver }) => open > 0 || handOver).sort((a, b) => Date.parse(b.soldAt) - Date.parse(a.soldAt)) };
}

/** What is left to be paid of an order, as far as this device knows. */
export async function openHere(db: Database, order: WaitingOrder): Promise<number> {
  return openOf(order, await allPaymentsHere(db));
}

/** An order by its receipt number, as this device has it: its own, or one that waited when the gateway was last asked. */
export async function waitingByReceipt(db: Database, receipt: string): Promise<WaitingOrder | null> {
  const [own, kept, device] = await Promise.all([orderByReceipt(db, receipt), db.setting("waiting"), db.setting("device")]);
  const told = kept?.orders.find((order) => order.receiptNumber === receipt.toUpperCase());
  // The gateway knows of payments at other registers.
  return told ?? (own && waitingOf(own, device?.workplace.location.id ?? ""));
}

/** Puts the payment of an earlier order on the open one, or on a new one. */
export async function addBalance(db: Database, { orderId, receiptNumber, currency }: WaitingOrder, amount: number, open: number): Promise<void> {
  await changeCart(db, currency, (cart) => withBalance(cart, { orderId, receiptNumber, amount, open }));
}
