import type { Cart } from "./cart";
import { totalsOf, type TaxRow } from "./totals";

/** An order exactly as it is sent to the gateway; it never changes once made. Amounts are minor units. */
export interface OrderInput {
  id: string;
  counter: number;
  staffId: string;
  currency: string;
  soldAt: string;
  lines: { sku: string; name: string; quantity: string; unitPrice: number; rowTotal: number; tax: number }[];
  tenders: { kind: "CASH"; amount: number }[];
  change: number;
  charged: { subtotal: number; tax: number; total: number };
}

/** What the gateway says of an order. */
export interface RemoteStatus {
  state: "RECEIVED" | "PLACING" | "INDETERMINATE" | "PLACED" | "SETTLED" | "HELD" | "CANCELLED";
  held?: { reason: string; message: string; detail: string } | null;
  settledAt?: string | null;
  magentoOrderNumber?: string | null;
  magentoStatus?: string | null;
}

/**
 * Where an order is between this device and the gateway's ledger:
 *
 *   device ──▶ sending ──▶ received        the gateway holds it; remote tells the rest
 *     ▲           │  └────▶ conflict │ refused     a person must look; stays until then
 *     └───────────┘ no answer
 */
export type LocalState = "device" | "sending" | "received" | "conflict" | "refused";

/** An order as this device keeps it. */
export interface OrderRecord {
  id: string;
  registerId: string;
  counter: number;
  receiptNumber: string;
  staffName: string;
  createdAt: number;
  input: OrderInput;
  details: string[];
  taxes: TaxRow[];
  local: LocalState;
  remote: RemoteStatus | null;
  /** The gateway's message of a conflict or refusal, or why the last attempt failed. */
  message: string;
}

/** The one state to show: the gateway's once it has the order, this device's before. */
export type ShownState = LocalState | Lowercase<RemoteStatus["state"]>;

/** The state to show of an order. */
export function shownState(order: Pick<OrderRecord, "local" | "remote">): ShownState {
  if (order.local !== "received" || !order.remote) return order.local;
  return order.remote.state.toLowerCase() as Lowercase<RemoteStatus["state"]>;
}

/** The three questions that the header and the filters ask. */
export type Concern = "unsent" | "underway" | "attention" | "done";

/** Which concern an order in a state is. */
export function concernOf(state: ShownState): Concern {
  switch (state) {
    case "device":
    case "sending":
      return "unsent";
    case "conflict":
    case "refused":
    case "held":
      return "attention";
    case "settled":
    case "cancelled":
      return "done";
    default:
      return "underway";
  }
}

/** Makes the order of a cart that is paid in cash. Tendered must cover the total; the caller has checked. */
export function orderOf(cart: Cart, counter: number, staffId: string, soldAt: Date, tendered: number): OrderInput {
  const totals = totalsOf(cart.lines);
  return {
    id: cart.id,
    counter,
    staffId,
    currency: cart.currency,
    soldAt: soldAt.toISOString(),
    lines: cart.lines.map((line, i) => ({
      sku: line.sku,
      name: Array.from(line.name).slice(0, 255).join(""),
      quantity: String(line.quantity),
      unitPrice: line.unitPrice,
      ...totals.lines[i]!,
    })),
    // An order of nothing but free goods is paid without any tender.
    tenders: tendered > 0 ? [{ kind: "CASH", amount: tendered }] : [],
    change: tendered - totals.total,
    charged: { subtotal: totals.subtotal, tax: totals.tax, total: totals.total },
  };
}

/** The number printed on a receipt. */
export function receiptNumber(registerId: string, counter: number): string {
  return `${registerId}-${counter}`;
}
