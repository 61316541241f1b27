import type { Cart } from "./cart";
import type { Charge } from "./charge";

/** What is to be paid for an order at the register, before rounding to coins; below 0 when the customer gets money back. */
export function dueOf(cart: Pick<Cart, "returns">, charge: Pick<Charge, "total">): number {
  return charge.total - (cart.returns ?? []).reduce((sum, line) => sum + line.refund, 0);
}
