import type { Cart } from "./cart";
import type { Charge } from "./charge";

/** What is paid back for goods that come back, in minor units. */
export function refundsOf(returns: readonly { refund: number }[] | null | undefined): number {
  return (returns ?? []).reduce((sum, { refund }) => sum + refund, 0);
}

/** What the open order pays of earlier ones, in minor units. */
export function balancesOf({ balances = [] }: Pick<Cart, "balances">): number {
  return balances.reduce((sum, { amount }) => sum + amount, 0);
}

/** What of the total is paid later: never more than there is, and nothing while goods come back, which are paid back at once. */
export function deferredOf({ deferred = 0, returns }: Pick<Cart, "deferred" | "returns">, { total }: Pick<Charge, "total">): number {
  return returns?.length ? 0 : Math.max(0, Math.min(deferred, total));
}

/** What is to be paid for an order at the register, before rounding to coins; below 0 when the customer gets money back. */
export function dueOf(cart: Pick<Cart, "returns" | "balances" | "deferred">, charge: Pick<Charge, "total">): number {
  return charge.total - refundsOf(cart.returns) + balancesOf(cart) - deferredOf(cart, charge);
}
