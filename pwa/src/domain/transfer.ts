import { type OrderRecord, receiptNumber } from "./order";

/** Orders that the gateway does not have, on their way from one device of a register to another. */
export interface Transfer {
  registerId: string;
  orders: OrderRecord[];
}

/** Why orders cannot be taken over: it is no such file, one of a newer version, or damaged. */
export type TransferFault = "unreadable" | "newer";

/** Grows when orders are written in another form. */
const version = 1;
const kind = "tillway unsent orders";
/** More than a register sells in a week, 200 of them with as many pictures as fit, and less than fills its memory. */
const mostOrders = 5_000;
export const MAX_TRANSFER_BYTES = 200_000_000;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Orders as they are written to a file or shown in codes: just as they were sold, and what their receipts show. */
export function writeTransfer({ registerId, orders }: Transfer): string {
  const sold = orders.map(({ input, receipt, goods, staffName, createdAt }) => ({ input, receipt, goods, staffName, createdAt }));
  return JSON.stringify({ kind, version, registerId, orders: sold });
}

/** Orders as another device wrote them, to be sent from here; each with the id and the content that it was sold with. */
export function readTransfer(text: string): Transfer | TransferFault {
  let read: { kind?: unknown; version?: unknown; registerId?: unknown; orders?: unknown };
  try {
    read = (JSON.parse(text) ?? {}) as typeof read;
  } catch {
    return "unreadable";
  }
  if (read.kind !== kind || typeof read.version !== "number") return "unreadable";
  if (read.version > version) return "newer";
  const { registerId, orders } = read;
  if (typeof registerId !== "string" || !registerId || !Array.isArray(orders) || orders.length > mostOrders) return "unreadable";
  const records = (orders as Partial<OrderRecord>[]).map((order) => recordOf(order, registerId));
  return records.every((record) => record !== null) ? { registerId, orders: records } : "unreadable";
}

function recordOf(order: Partial<OrderRecord> | null, registerId: string): OrderRecord | null {
  const { input, receipt, goods, staffName, createdAt } = order ?? {};
  const whole =
    isObject(input) && isObject(receipt) && uuid.test(String(input.id)) && Number.isSafeInteger(input.counter) && input.counter > 0 &&
    Array.isArray(input.lines) && Array.isArray(input.tenders) && isObject(input.charged) && !Number.isNaN(Date.parse(input.soldAt)) &&
    Array.isArray(receipt.lines) && Array.isArray(receipt.discounts) && Array.isArray(receipt.taxes) && Array.isArray(receipt.returns) &&
    typeof staffName === "string" && Number.isFinite(createdAt);
  if (!whole) return null;
  const { id, counter } = input;
  return { id, registerId, counter, receiptNumber: receiptNumber(registerId, counter), staffName, createdAt: createdAt!, input, receipt, ...(areGoods(goods) && { goods }), local: "device", remote: null, message: "" };
}

function areGoods(goods: unknown): goods is NonNullable<OrderRecord["goods"]> {
  return Array.isArray(goods) && goods.every((each: unknown) => isObject(each) && "sku" in each && typeof each.sku === "string" && "quantity" in each && Number.isFinite(each.quantity));
}

function isObject<T>(value: T): value is T & object {
  return typeof value === "object" && value !== null;
}
