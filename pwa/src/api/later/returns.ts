import { type Returnable, type Returned, returnableLines } from "../../domain/returns";
import { execute } from "../client";
import { OrderByReceiptDocument } from "./gen/graphql";

/** What the gateway knows of an order that goods may come back of. */
export interface OrderElsewhere {
  cancelled: boolean;
  /** Without what came back. */
  order: Returnable;
  /** What came back of it, at any register. */
  returned: Returned[];
}

/** An order of the location by its receipt number; null when there is none. */
export async function orderByReceipt(token: string, receipt: string): Promise<OrderElsewhere | null> {
  const found = (await execute(OrderByReceiptDocument, { receipt }, token, 5_000)).orders.orders[0];
  if (!found) return null;
  const { id, receiptNumber, soldAt, lines, deferred, payments, state, returned } = found;
  const paid = payments.reduce((sum, { amount }) => sum + amount, 0);
  const order = { orderId: id, receiptNumber, soldAt, lines: returnableLines(lines, []), open: Math.max(0, deferred - paid) };
  return { cancelled: state === "CANCELLED", order, returned };
}
