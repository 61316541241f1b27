import type { RemoteStatus } from "../../domain/order";
import type { WaitingOrder } from "../../domain/waiting";
import { execute } from "../client";
import { HandOverDocument, WaitingByReceiptDocument, type WaitingOrderFragment, WaitingOrdersDocument } from "./gen/graphql";

/** Notes that a pickup was given to the customer, and by whom; safe to repeat. */
export async function handOver(token: string, orderId: string, staffId: string | null): Promise<RemoteStatus> {
  return (await execute(HandOverDocument, { orderId, staffId }, token)).handOver;
}

/** A page of the orders that wait for something at the device's location, newest received first. */
export async function waitingOrders(token: string, waitsFor: "HAND_OVER" | "PAYMENT", after: string | null): Promise<{ orders: WaitingOrder[]; next: string | null }> {
  const { orders } = await execute(WaitingOrdersDocument, { waitsFor, after }, token);
  return { orders: orders.orders.map(waiting), next: orders.next ?? null };
}

/** An order that concerns the location by its receipt number; null when there is none. */
export async function waitingByReceipt(token: string, receipt: string): Promise<WaitingOrder | null> {
  const [order] = (await execute(WaitingByReceiptDocument, { receipt }, token, 5_000)).orders.orders;
  return order ? waiting(order) : null;
}

function waiting(order: WaitingOrderFragment): WaitingOrder {
  const { id, receiptNumber, soldAt, locationId, currency, deferred, payments, lines, fulfilment, waitsFor, charged } = order;
  return {
    orderId: id,
    receiptNumber,
    soldAt,
    locationId,
    currency,
    customer: order.customerName ?? "",
    magentoOrderNumber: order.magentoOrderNumber ?? null,
    total: charged.total,
    deferred: order.state === "CANCELLED" ? 0 : deferred,
    payments,
    lines,
    handOver: waitsFor.includes("HAND_OVER"),
    pickupAt: fulfilment?.kind === "PICKUP" ? (fulfilment.locationId ?? null) : null,
    held: order.held?.message ?? "",
    heldReason: order.held?.reason,
  };
}
