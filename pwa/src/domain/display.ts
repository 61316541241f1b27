import { type Cart, isEmpty } from "./cart";
import { type Charge, type ChargeRow, shownSubtotal } from "./charge";
import { deferredOf, dueOf, refundsOf } from "./due";
import type { OrderInput } from "./order";

/** How the customer is shown it. */
interface Manner {
  shop: string;
  locale: string;
  currency: string;
}

/** A line as the customer is shown it: what was typed into its options may be about somebody. */
export interface DisplayLine {
  name: string;
  quantity: number;
  amount: number;
}

/** The open order for the customer's eyes; amounts are minor units. */
export interface DisplaySale extends Manner {
  /** pay: the customer is asked for the money. */
  kind: "sale" | "pay";
  lines: DisplayLine[];
  subtotal: number;
  discounts: ChargeRow[];
  shipping: number;
  taxes: { percent: string; amount: number }[];
  taxIncluded: boolean;
  /** What is given back for goods that come back. */
  returned: number;
  /** What is paid of earlier orders, by their receipts. */
  balances: { receiptNumber: string; amount: number }[];
  /** What of the total is paid later. */
  later: number;
  /** Below 0 when the customer gets money back. */
  due: number;
  /** What was paid already. */
  paid: number;
}

/** The end of an order; amounts are minor units. */
export interface DisplayThanks extends Manner {
  kind: "thanks";
  /** Below 0 when the customer got money back. */
  total: number;
  /** What is handed back. */
  back: number;
}

/** What the customer display shows. Nothing of it says who buys or who sells. */
export type Display = ({ kind: "idle" } & Manner) | DisplaySale | DisplayThanks;

/** The display while nobody is served. */
export function idleDisplay(manner: Manner): Display {
  return { kind: "idle", ...manner };
}

/** The open order on the display; while nothing is on it, as if nobody was served. */
export function saleDisplay(manner: Manner, cart: Cart | undefined, charge: Charge | null, paying: boolean): Display {
  if (!cart || !charge || isEmpty({ ...cart, customer: undefined })) return idleDisplay(manner);
  const sold = cart.lines.map((line, i) => ({ name: line.name, quantity: line.quantity, amount: charge.lines[i]?.shownRow ?? 0 }));
  const back = (cart.returns ?? []).map(({ name, quantity, refund }) => ({ name, quantity: -quantity, amount: -refund }));
  return {
    kind: paying ? "pay" : "sale",
    ...manner,
    lines: [...sold, ...back],
    subtotal: shownSubtotal(charge),
    discounts: charge.discounts.map(({ label, amount }) => ({ label, amount })),
    shipping: charge.shownShipping,
    taxes: charge.taxes.map(({ percent, amount }) => ({ percent, amount })),
    taxIncluded: charge.taxIncluded,
    returned: refundsOf(cart.returns),
    balances: (cart.balances ?? []).map(({ receiptNumber, amount }) => ({ receiptNumber, amount })),
    later: deferredOf(cart, charge),
    due: dueOf(cart, charge),
    paid: (cart.tenders ?? []).reduce((sum, tender) => sum + tender.amount, 0),
  };
}

/** The display when the order is complete: what it came to, and what is handed back. */
export function thanksDisplay(manner: Manner, { change, tenders }: Pick<OrderInput, "change" | "tenders">): Display {
  const given = tenders.reduce((sum, tender) => sum + tender.amount, 0);
  const out = tenders.reduce((sum, tender) => sum - Math.min(0, tender.amount), 0);
  return { kind: "thanks", ...manner, total: given - change, back: change + out };
}
