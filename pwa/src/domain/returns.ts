import { type CartReturn, exactQuantity } from "./cart";

/** An order whose goods may come back. */
export interface Returnable {
  orderId: string;
  receiptNumber: string;
  soldAt: string;
  lines: ReturnableLine[];
  /** What is left to be paid of it, in minor units: money that nobody gave cannot be given back. */
  open: number;
  /** True while nobody can say what came back at other registers. */
  unsure?: boolean;
}

/** A line of it: what it cost in all with tax and after discounts, in minor units. */
export interface ReturnableLine {
  sku: string;
  name: string;
  detail: string;
  sold: number;
  /** What came back before. */
  returned: number;
  paid: number;
  tax: number;
}

/** What came back of an order with a later one. */
export interface Returned {
  /** The later order. */
  orderId: string;
  sku: string;
  quantity: string;
  /** What was paid back for it, in minor units. */
  refund: number;
}

interface SoldLine {
  sku: string;
  name: string;
  quantity: string;
  rowTotal: number;
  tax: number;
  discount?: number | null;
  compensation?: number | null;
}

/** The lines of an order as they may come back, if nothing has yet. */
export function returnableLines(lines: readonly SoldLine[], details: readonly string[]): ReturnableLine[] {
  return lines.map((line, i) => {
    const paid = line.rowTotal - (line.discount ?? 0) + line.tax + (line.compensation ?? 0);
    return { sku: line.sku, name: line.name, detail: details[i] ?? "", sold: Number(line.quantity), returned: 0, paid, tax: line.tax };
  });
}

/**
 * Lines with what came back noted. Where several lines sold a SKU at different prices, what was paid back tells of which one it was;
 * otherwise first lines come first.
 */
export function markReturned(lines: readonly ReturnableLine[], earlier: readonly { sku: string; quantity: string | number; refund?: number }[]): ReturnableLine[] {
  const marked = lines.map((line) => ({ ...line }));
  for (const { sku, quantity, refund } of earlier) {
    const same = marked.filter((line) => line.sku === sku);
    const left = (line: ReturnableLine) => exactQuantity(line.sold - line.returned);
    const meant = same.find((line) => Number(quantity) <= left(line) && refundFor(line, Number(quantity)).refund === refund);
    let more = Number(quantity);
    for (const line of meant ? [meant] : same) {
      const here = Math.min(left(line), more);
      line.returned = exactQuantity(line.returned + here);
      more = exactQuantity(more - here);
    }
  }
  return marked;
}

/** What the customer gets back for so many pieces: together all pieces give just what was paid, however they are split. */
export function refundFor(line: ReturnableLine, quantity: number): { refund: number; tax: number } {
  const upTo = (amount: number, pieces: number) => Math.round((amount * pieces) / line.sold);
  const share = (amount: number) => upTo(amount, exactQuantity(line.returned + quantity)) - upTo(amount, line.returned);
  const refund = share(line.paid);
  return { refund, tax: Math.max(0, Math.min(refund, share(line.tax))) };
}

/** A line that comes back, for the open order. */
export function returnOf(order: Returnable, line: ReturnableLine, quantity: number, why: { restock: boolean; reason: string }): CartReturn {
  const { sku, name } = line;
  return { orderId: order.orderId, receiptNumber: order.receiptNumber, sku, name, quantity, ...refundFor(line, quantity), ...why };
}
