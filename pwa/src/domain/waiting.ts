import type { BalancePayment, OrderInput, OrderRecord } from "./order";

/** An order that waits for its customer at this location: to pay the rest, or to pick the goods up. Amounts are minor units. */
export interface WaitingOrder {
  orderId: string;
  receiptNumber: string;
  /** ISO 8601. */
  soldAt: string;
  /** Where it was sold. */
  locationId: string;
  currency: string;
  /** The name, or else the e-mail address; empty for a guest. */
  customer: string;
  magentoOrderNumber: string | null;
  total: number;
  /** What was to be paid later when it was sold, and the payments that the gateway knows of. */
  deferred: number;
  payments: BalancePayment[];
  lines: { sku: string; name: string; quantity: string }[];
  /** Whether its goods are to be handed over at pickupAt. */
  handOver: boolean;
  /** Where the goods are picked up; null when they were to be carried out or are shipped. */
  pickupAt: string | null;
  /** Why a person must act first, in the gateway's English; empty when nobody must. */
  held: string;
  /** The gateway's code of that; absent with what was noted by a register of before. */
  heldReason?: string;
}

/** The orders that waited when the gateway was last asked. */
export interface Waiting {
  /** Milliseconds since 1970. */
  at: number;
  orders: WaitingOrder[];
  /** There are more than are kept here. */
  more: boolean;
}

/** A payment that an order of this device made for an earlier one. */
export interface PaymentHere extends BalancePayment {
  /** The order that was paid for. */
  of: string;
}

/** What the orders of this device paid of earlier ones. A cancelled order paid nothing: its money was given back. */
export function paymentsHere(orders: readonly Pick<OrderRecord, "id" | "input" | "remote">[]): PaymentHere[] {
  return orders.flatMap(({ id, input, remote }) =>
    remote?.state === "CANCELLED" ? [] : (input.balances ?? []).map(({ orderId, amount }) => ({ orderId: id, of: orderId, amount })),
  );
}

/**
 * What is left to be paid of an order: what the gateway knows of was paid, and so was what this device took since and the gateway has not
 * counted yet. Each payment counts once.
 */
export function openOf(order: { orderId: string; deferred: number; payments: readonly BalancePayment[] }, here: readonly PaymentHere[]): number {
  const counted = new Set(order.payments.map((payment) => payment.orderId));
  const uncounted = here.filter((payment) => payment.of === order.orderId && !counted.has(payment.orderId));
  return Math.max(0, [...order.payments, ...uncounted].reduce((left, { amount }) => left - amount, order.deferred));
}

/** An order of this device, as far as it may wait. */
export function waitingOf(order: OrderRecord, locationId: string): WaitingOrder {
  const { input, receipt, remote } = order;
  return {
    orderId: order.id,
    receiptNumber: order.receiptNumber,
    soldAt: input.soldAt,
    locationId,
    currency: input.currency,
    customer: receipt.customer ?? input.email ?? "",
    magentoOrderNumber: remote?.magentoOrderNumber ?? null,
    total: input.charged.total,
    deferred: remote?.state === "CANCELLED" ? 0 : (input.deferred ?? 0),
    payments: remote?.payments ?? [],
    lines: input.lines.map(({ sku, name, quantity }) => ({ sku, name, quantity })),
    handOver: remote?.waitsFor?.includes("HAND_OVER") ?? false,
    pickupAt: pickupOf(input),
    held: remote?.held?.message ?? "",
    heldReason: remote?.held?.reason,
  };
}

function pickupOf({ fulfilment }: OrderInput): string | null {
  return fulfilment?.kind === "PICKUP" ? fulfilment.locationId : null;
}

/** Whether a search means an order: each of its words stands in the names, the numbers, or what was bought. */
export function isWaitingMeant(order: WaitingOrder, search: string): boolean {
  const texts = [order.receiptNumber, order.customer, order.magentoOrderNumber ?? "", ...order.lines.flatMap(({ sku, name }) => [sku, name])];
  const all = texts.join("\n").toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => all.includes(word));
}
