import { createContext, useContext } from "react";
import type { Permission } from "../../domain/approval";
import type { Amount } from "../../domain/barcode";
import type { Cart } from "../../domain/cart";
import type { Charge, Pricer } from "../../domain/charge";
import type { OrderRecord } from "../../domain/order";
import type { Configurable } from "../../domain/product";
import type { Staff, Workplace } from "../../domain/workplace";
import type { Asking, Found, Grouped } from "../../store/services";

/** What comes back without a receipt: its code, empty at first, and what that turned out to be. */
export interface Piece {
  code: string;
  found: Found | null;
}

/** What is in front of the products and the order now. */
export type Step =
  | { kind: "configurable"; product: Configurable; amount: Amount }
  /** then is what comes after it. */
  | { kind: "options"; asking: Asking; amount: Amount; then?: Step | null }
  | { kind: "grouped"; product: Grouped }
  | { kind: "line"; id: number }
  | { kind: "actions" | "camera" | "customer" | "coupon" | "delivery" | "discount" | "exempt" | "unlisted" | "parked" | "explain" | "clear" | "pay" }
  /** receipt is what was scanned or typed, empty at first; without is what comes back without one. */
  | { kind: "return"; receipt: string; without?: Piece }
  | { kind: "balance"; receipt: string }
  | { kind: "receipt"; order: OrderRecord };

/** The open order and what everything around it needs. */
export interface Sale {
  workplace: Workplace;
  staff: Staff;
  locale: string;
  currency: string;
  /** undefined when nothing is on it. */
  cart: Cart | undefined;
  /** null until the catalog has said how to calculate. */
  pricer: Pricer | null;
  charge: Charge | null;
  money(amount: number): string;
  change(change: (cart: Cart) => Cart): Promise<void>;
  /** Does what needs a permission, in the name of whoever gives it: at once, or after somebody's PIN. */
  permitted(permission: Permission, then: (staffId: string) => void): void;
  /** Changes the order in a way that needs a permission, and notes who gave it. */
  changePermitted(permission: Permission, change: (cart: Cart) => Cart): void;
  go(step: Step | null): void;
}

/** The sale going on at the register. */
export const SaleContext = createContext<Sale | null>(null);

/** The sale in the context. */
export function useSale(): Sale {
  const sale = useContext(SaleContext);
  if (!sale) throw new Error("SaleContext is missing");
  return sale;
}
