import { type CartReturn, exactQuantity } from "./cart";

/** An order whose goods may come back. */
export interface Returnable {
  orderId: string;
  receiptNumber: string;
  soldAt: string;
  lines: ReturnableLine[];
  /** What is left to be paid of it, in minor units: money that nobody gave cannot be given back. */
  open: number;
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

interface Back {
  sku: string;
  quantity: string | number;
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

/** The lines of an order as they may come back; earlier says what did already. */
export function returnableLines(lines: readonly SoldLine[], details: readonly string[], earlier: readonly Back[]): ReturnableLine[] {
  const all = lines.map((line, i) => {
    const paid = line.rowTotal - (line.discount ?? 0) + line.tax + (line.compensation ?? 0);
    return { sku: line.sku, name: line.name, detail: details[i] ?? "", sold: Number(line.quantity), returned: 0, paid, tax: line.tax };
  });
  return markReturned(all, earlier);
}

/** Lines with what came back noted, by SKU: first lines first. */
export function markReturned(lines: readonly ReturnableLine[], earlier: readonly Back[]): ReturnableLine[] {
  const back = new Map<string, number>();
  for (const { sku, quantity } of earlier) back.set(sku, exactQuantity((back.get(sku) ?? 0) + Number(quantity)));
  return lines.map((line) => {
    const more = Math.min(exactQuantity(line.sold - line.returned), back.get(line.sku) ?? 0);
    back.set(line.sku, exactQuantity((back.get(line.sku) ?? 0) - more));
    return { ...line, returned: exactQuantity(line.returned + more) };
  });
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
