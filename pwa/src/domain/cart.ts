import { MAX_AMOUNT } from "./money";
import type { AppliedRate } from "./tax";

/** A line of the open order. The price is that of the moment it was added. */
export interface CartLine {
  sku: string;
  name: string;
  /** The chosen options, for people. */
  detail: string;
  unitPrice: number;
  quantity: number;
  rate: AppliedRate;
  image: string;
}

/** The open order. id becomes the order's id, so paying twice cannot make two orders. */
export interface Cart {
  id: string;
  currency: string;
  lines: CartLine[];
}

/** The most pieces on a line, and the most lines on an order. */
export const MAX_QUANTITY = 9_999;
export const MAX_LINES = 500;

/** Adds a piece: to the line of the same SKU and price, else as a new line at the end. */
export function addLine(cart: Cart, line: CartLine): Cart {
  const found = cart.lines.find((l) => isSameLine(l, line));
  if (found) return setQuantity(cart, found, found.quantity + line.quantity);
  if (cart.lines.length >= MAX_LINES) return cart;
  return { ...cart, lines: [...cart.lines, line] };
}

/** What tells one line of an order from another. */
export type LineKey = Pick<CartLine, "sku" | "unitPrice">;

function isSameLine(a: LineKey, b: LineKey): boolean {
  return a.sku === b.sku && a.unitPrice === b.unitPrice;
}

/** Sets how many pieces a line has; 0 removes it. A line that is gone stays gone: a second click must not hit another. */
export function setQuantity(cart: Cart, key: LineKey, quantity: number): Cart {
  const pieces = Math.max(0, Math.min(MAX_QUANTITY, Math.trunc(quantity)));
  const lines = cart.lines.flatMap((line) => {
    if (!isSameLine(line, key)) return [line];
    if (pieces === 0) return [];
    return line.unitPrice * pieces > MAX_AMOUNT ? [line] : [{ ...line, quantity: pieces }];
  });
  return { ...cart, lines };
}

/** How many pieces there are. */
export function pieces(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}
