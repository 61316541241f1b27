import { type Cart, without } from "./cart";

/** An order that another register parked. */
export interface ParkedElsewhere {
  id: string;
  label: string;
  registerId: string;
  parkedAt: number;
}

/** As much of an order as the gateway keeps for other registers (gateway/pos/parked.go). */
const mostBytes = 64 * 1024;

/** Grows when orders are kept in another form: registers of before then leave them alone. */
const version = 3;

/**
 * The form that an order needs: a register that knows nothing of deliveries would have the goods carried out, and one that knows nothing
 * of balances would not take their money.
 */
const versionOf = (cart: Cart) => (cart.balances?.length || cart.deferred ? version : cart.delivery ? 2 : 1);

/** An order as registers hand it to one another. */
export function writeParked(cart: Cart): string {
  return JSON.stringify({ version: versionOf(cart), cart: without(cart, "parked") });
}

/** Whether an order is too large for the gateway to keep, so that only the device that parked it has it. */
export function staysHere(cart: Cart): boolean {
  return new TextEncoder().encode(writeParked(cart)).length > mostBytes;
}

/** What another register wrote; null when it cannot be read here. */
export function readParked(body: string): Cart | null {
  try {
    const read = JSON.parse(body) as { version?: unknown; cart?: Partial<Cart> };
    const { cart } = read;
    const whole = typeof cart?.id === "string" && typeof cart.currency === "string" && Array.isArray(cart.lines);
    return [1, 2, version].includes(read.version as number) && whole ? (cart as Cart) : null;
  } catch {
    return null;
  }
}
