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
  const at = cart.lines.findIndex((l) => l.sku === line.sku && l.unitPrice === line.unitPrice);
  const found = cart.lines[at];
  if (found) return setQuantityAt(cart, at, found.quantity + line.quantity);
  if (cart.lines.length >= MAX_LINES) return cart;
  return { ...cart, lines: [...cart.lines, line] };
}

/** Sets how many pieces the line at an index has; 0 removes the line. */
export function setQuantityAt(cart: Cart, index: number, quantity: number): Cart {
  const pieces = Math.max(0, Math.min(MAX_QUANTITY, Math.trunc(quantity)));
  const lines = cart.lines.flatMap((line, i) => {
    if (i !== index) return [line];
    if (pieces === 0) return [];
    return line.unitPrice * pieces > MAX_AMOUNT ? [line] : [{ ...line, quantity: pieces }];
  });
  return { ...cart, lines };
}

/** How many pieces there are. */
export function pieces(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}
