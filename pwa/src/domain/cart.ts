import { type Approval, type Approved, approve } from "./approval";
import type { Choices } from "./choices";
import type { NewCustomer } from "./customer";
import type { Delivery } from "./delivery";
import { MAX_AMOUNT } from "./money";
import { MAX_FILE_BYTES, pictureBytes } from "./picture";
import type { Sellable } from "./sellable";
import { type Ruled, inTurn, isSoldIn, nextSold } from "./sold";
import type { Tender } from "./tender";

/** What staff took off: a percentage ("12.5"), or else an amount in minor units. */
export interface ManualDiscount {
  percent?: string;
  amount?: number;
  reason: string;
}

/** A line of the open order. The product's facts are those of the moment it was added. */
export interface CartLine extends Ruled {
  /** Names the line on its order. */
  id: number;
  sku: string;
  name: string;
  /** The chosen options, for people. */
  detail: string;
  image: string;
  /** Up to four decimals, for what is weighed. */
  quantity: number;
  product: Sellable;
  choices?: Choices;
  /** A price set by staff in place of the catalog's, in minor units. */
  override?: { price: number; regular: number; reason: string };
  /** What staff took off one piece. */
  manual?: ManualDiscount;
  unlisted?: boolean;
}

/** Goods of an earlier order that come back, in minor units. */
export interface CartReturn {
  /** null without a receipt. */
  orderId: string | null;
  /** For people. */
  receiptNumber: string;
  sku: string;
  name: string;
  quantity: number;
  refund: number;
  tax: number;
  restock: boolean;
  reason: string;
}

/** What is paid with the open order of what an earlier one left to be paid, in minor units. */
export interface CartBalance {
  orderId: string;
  /** For people. */
  receiptNumber: string;
  /** More than 0. */
  amount: number;
  /** What was left to be paid when it was put on the order. */
  open: number;
}

/** That an order waits: since when, milliseconds since 1970, what to know it by, and who parked it. */
export interface Parked {
  at: number;
  label: string;
  by: string;
  /** Until when the gateway has it for other registers too, 0 when it is not to have it; absent while only this device has it. */
  sharedUntil?: number;
}

/** The customer of an order, as calculation and the order need them. */
export interface Customer {
  /** Magento's id; absent for one who is new. */
  id?: number;
  /** One whom Magento may not know yet: the order takes them down there. */
  new?: NewCustomer;
  group: number;
  taxClass?: number;
  name: string;
  email: string;
  phone?: string;
}

/** The open order. id becomes the order's id, so paying twice cannot make two orders. */
export interface Cart {
  id: string;
  currency: string;
  lines: CartLine[];
  returns?: CartReturn[];
  balances?: CartBalance[];
  /** The part of the total that the customer pays later, in minor units; see deferredOf. */
  deferred?: number;
  customer?: Customer;
  coupon?: string;
  discount?: ManualDiscount;
  exemption?: { certificate: string; reason: string };
  /** Absent when the customer carries the goods out of the shop. */
  delivery?: Delivery;
  approvals?: Approval[];
  /** What was paid already, while more is to come. */
  tenders?: Tender[];
  parked?: Parked;
}

/** The most pieces on a line, and the most lines on an order. */
export const MAX_QUANTITY = 9_999;
export const MAX_LINES = 500;

/** A quantity with at most four decimals, as many as Magento keeps. */
export function exactQuantity(quantity: number): number {
  return Math.round(Math.max(0, Math.min(MAX_QUANTITY, quantity)) * 10_000) / 10_000;
}

/** An order with nothing on it. */
export function newCart(id: string, currency: string): Cart {
  return { id, currency, lines: [] };
}

/** True for an order that nothing was put on, nor paid: there is nothing to keep. */
export function isEmpty(cart: Cart): boolean {
  return cart.lines.length === 0 && !cart.returns?.length && !cart.balances?.length && !cart.tenders?.length && !cart.customer;
}

/** How much of what a line would sell is on an order already, on the line that it would be added to. */
export function quantityOn(cart: Cart | undefined, line: Omit<CartLine, "id" | "quantity">): number {
  return cart?.lines.find((l) => isSame(l, line))?.quantity ?? 0;
}

/** How much of a line is added: what is said, or else up to the next quantity that is sold; null when Magento sells no such quantity. */
export function soldMore(cart: Cart | undefined, line: Omit<CartLine, "id" | "quantity">, said?: number): number | null {
  const lines = cart?.lines ?? [];
  const at = lines.findIndex((l) => isSame(l, line));
  const already = lines[at]?.quantity ?? 0;
  const [asked] = inTurn([...(at < 0 ? lines : lines.slice(0, at)), { ...line, id: 0, quantity: already }]).slice(-1);
  const next = said ? already + said : nextSold(already, true, asked!);
  return next && isSoldIn(next, asked!) ? next - already : null;
}

/** Adds a piece: to the line that sells the same in the same way, else as a new line at the end. */
export function addLine(cart: Cart, line: Omit<CartLine, "id">): Cart {
  const found = cart.lines.find((l) => isSame(l, line));
  if (found) return setQuantity(knowing(cart, found.id, line.rules), found.id, found.quantity + line.quantity);
  if (cart.lines.length >= MAX_LINES || pictureBytes([...cart.lines, line]) > MAX_FILE_BYTES) return cart;
  const id = cart.lines.reduce((highest, l) => Math.max(highest, l.id), 0) + 1;
  return { ...cart, lines: [...cart.lines, { ...line, id }] };
}

function isSame(a: CartLine, b: Omit<CartLine, "id" | "quantity">): boolean {
  const changed = a.override ?? a.manual ?? a.unlisted ?? b.override ?? b.manual ?? b.unlisted;
  if (a.sku !== b.sku || changed) return false;
  return JSON.stringify(a.choices) === JSON.stringify(b.choices) && JSON.stringify(a.product) === JSON.stringify(b.product);
}

/** The order with what is known by now of a line. */
export function knowing(cart: Cart, id: number, rules: CartLine["rules"]): Cart {
  return { ...cart, lines: cart.lines.map((line) => (line.id === id ? { ...line, rules } : line)) };
}

/** Sets how many pieces a line has; 0 removes it. A line that is gone stays gone: a second click must not hit another. */
export function setQuantity(cart: Cart, id: number, quantity: number): Cart {
  const pieces = exactQuantity(quantity);
  const lines = cart.lines.flatMap((line) => {
    if (line.id !== id) return [line];
    if (pieces === 0) return [];
    return Number(line.product.item.unit_price_original) * 100 * pieces > MAX_AMOUNT ? [line] : [{ ...line, quantity: pieces }];
  });
  return { ...cart, lines };
}

/** Changes a line's price or discount; undefined takes the change away. */
export function changeLine(cart: Cart, id: number, change: Pick<CartLine, "override" | "manual">): Cart {
  return { ...cart, lines: cart.lines.map((line) => (line.id === id ? { ...line, ...change } : line)) };
}

/** The order without what was agreed on it. */
export function without(cart: Cart, what: "customer" | "coupon" | "discount" | "exemption" | "deferred" | "delivery" | "parked"): Cart {
  return { ...cart, [what]: undefined };
}

/** The most balances on an order, as many as the gateway takes. */
export const MAX_BALANCES = 20;

/** The order with a balance of an earlier one, in place of one of the same that is on it. */
export function withBalance(cart: Cart, balance: CartBalance): Cart {
  const others = (cart.balances ?? []).filter(({ orderId }) => orderId !== balance.orderId);
  return others.length >= MAX_BALANCES ? cart : { ...cart, balances: [...others, balance] };
}

/** The order without a balance. */
export function withoutBalance(cart: Cart, orderId: string): Cart {
  return { ...cart, balances: cart.balances?.filter((balance) => balance.orderId !== orderId) };
}

/** Notes that somebody used a permission for this order. */
export function withApproval(cart: Cart, approved: Approved, now: Date): Cart {
  return { ...cart, approvals: approve(cart.approvals ?? [], approved, now) };
}

/** What people know an order by before it has a number: the customer, or the first thing on it. */
export function labelOf(cart: Cart | undefined): string {
  return cart?.customer?.name ?? cart?.lines[0]?.name ?? cart?.balances?.[0]?.receiptNumber ?? "";
}

/** How many pieces there are; what is weighed counts as one. */
export function pieces(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + (Number.isInteger(line.quantity) ? line.quantity : 1), 0);
}
