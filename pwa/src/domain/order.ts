import type { Approval } from "./approval";
import type { Cart, CartReturn, Customer, ManualDiscount } from "./cart";
import type { Charge, ChargeRow } from "./charge";
import type { Choices } from "./choices";
import type { NewCustomer } from "./customer";
import { type Delivery, type Recipient, deliveryOf, goesTo } from "./delivery";
import { deferredOf, dueOf, refundsOf } from "./due";
import { pictureBytes } from "./picture";
import { type Tender, settle } from "./tender";

/** An order exactly as it is sent to the gateway; it never changes once made. Amounts are minor units. */
export interface OrderInput {
  id: string;
  counter: number;
  staffId: string;
  currency: string;
  soldAt: string;
  lines: OrderLine[];
  tenders: Tender[];
  change: number;
  charged: { subtotal: number; tax: number; total: number; discount?: number; shipping?: number; compensation?: number };
  email?: string;
  /** name goes along for who comes back: to pay the rest, or to pick the goods up. */
  customer?: { id?: number; group: number; taxClass?: number; name?: string; new?: NewCustomer };
  coupon?: string;
  rules?: number[];
  discount?: ManualDiscount;
  exemption?: { certificate: string; reason?: string };
  /** Absent when the customer carried the goods out of the shop. */
  fulfilment?: OrderFulfilment;
  returns?: OrderReturn[];
  /** Payments of what earlier orders left to be paid. */
  balances?: { orderId: string; amount: number }[];
  rounding?: number;
  /** The part of the total that is paid later. */
  deferred?: number;
  approvals?: Approval[];
  /** Fingerprint of the pricing document by which the order was calculated. */
  pricing?: string;
  /** The shift that was open at the register. */
  shiftId?: string;
}

/** A line of an order. Quantities are decimal strings. */
export interface OrderLine {
  sku: string;
  name: string;
  quantity: string;
  unitPrice: number;
  rowTotal: number;
  tax: number;
  discount?: number;
  compensation?: number;
  choices?: Choices;
  override?: { regular: number; reason: string };
  manual?: ManualDiscount;
  /** What manual came to for all pieces, in prices as the catalog has them; no part of discount. */
  markedDown?: number;
  unlisted?: boolean;
}

/** How the goods of an order reach the customer. */
export type OrderFulfilment =
  | { kind: "SHIP"; method: string; firstName: string; lastName: string; address: Omit<Recipient, "firstName" | "lastName"> }
  | { kind: "PICKUP"; locationId: string };

/** Goods that came back with an order. */
export interface OrderReturn {
  orderId: string | null;
  sku: string;
  name: string;
  quantity: string;
  refund: number;
  tax: number;
  restock: boolean;
  reason: string;
}

/** Beside the order itself, what its receipt shows. */
export interface ReceiptFacts {
  taxIncluded: boolean;
  discounts: ChargeRow[];
  taxes: (ChargeRow & { percent: string })[];
  /** Options chosen and what a line costs as customers are shown it, parallel to the lines. */
  lines: { detail: string; shownRow: number }[];
  /** The receipts that goods came back from, parallel to the returns. */
  returns: string[];
  /** The receipts that were paid for, and what of each is still left, parallel to the balances; absent when there are none. */
  balances?: { receiptNumber: string; left: number }[];
  /** The customer's name. */
  customer?: string;
  /** Where the goods go and how, when they are not carried out of the shop. */
  delivery?: { kind: Delivery["kind"]; name: string; address: string; method?: string };
  /** What shipping costs as customers are shown it; absent when it costs nothing. */
  shipping?: number;
}

/** What a later order paid of an earlier one. */
export interface BalancePayment {
  orderId: string;
  amount: number;
}

/** Why an order waits for a person. Message and detail are English; code and figures say what the detail says, absent where only its sentence is known. */
export interface Held {
  reason: string;
  message: string;
  detail: string;
  code?: string | null;
  figures?: { name: string; value: string }[];
}

/** What the gateway says of an order. */
export interface RemoteStatus {
  state: "RECEIVED" | "PLACING" | "INDETERMINATE" | "PLACED" | "SETTLED" | "HELD" | "CANCELLED";
  held?: Held | null;
  settledAt?: string | null;
  magentoOrderNumber?: string | null;
  magentoStatus?: string | null;
  /** What is left to do outside the gateway; absent of a gateway of before. */
  waitsFor?: string[];
  /** What later orders paid of what was left to be paid; absent as above. */
  payments?: BalancePayment[];
  tracking?: { carrier: string; number: string }[];
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
  receipt: ReceiptFacts;
  /** What the order takes of the stock, where that is something else than its lines: parts of bundles. */
  goods?: { sku: string; quantity: number }[];
  local: LocalState;
  remote: RemoteStatus | null;
  /** The gateway's message of a conflict or refusal, or why the last attempt failed. */
  message: string;
  /** The gateway had it, and tells nothing of it where the device stands now. */
  elsewhere?: boolean;
}

/** The one state to show: the gateway's once it has the order, this device's before. */
export type ShownState = LocalState | Lowercase<RemoteStatus["state"]>;

const remoteStates: readonly Lowercase<RemoteStatus["state"]>[] = ["received", "placing", "indeterminate", "placed", "settled", "held", "cancelled"];

/** The state to show of an order. */
export function shownState(order: Pick<OrderRecord, "local" | "remote" | "input">): ShownState {
  if (order.local !== "received" || !order.remote) return order.local;
  const state = order.remote.state.toLowerCase() as Lowercase<RemoteStatus["state"]>;
  // Where nothing is sold there is no order to place: what comes back or is paid waits for the order that it belongs to.
  if (state === "placed" && order.input.lines.length === 0) return "received";
  // A newer gateway may tell of a state that this version has no words for: that it has the order is true all the same.
  return remoteStates.includes(state) ? state : "received";
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

/** Whether nothing more can become of an order. */
export function isOver(order: Pick<OrderRecord, "local" | "remote" | "input">): boolean {
  return concernOf(shownState(order)) === "done" && !order.remote?.waitsFor?.length;
}

/** An order as a device keeps it: once Magento has it and it is over, without the contents of its pictures. */
export function asKept(order: OrderRecord): OrderRecord {
  if (!isOver(order) || pictureBytes(order.input.lines) === 0) return order;
  const bare = ({ choices, ...line }: OrderLine): OrderLine => ({
    ...line,
    ...(choices && { choices: { ...choices, custom: choices.custom?.map((answer) => (answer.file ? { ...answer, file: { ...answer.file, content: "" } } : answer)) } }),
  });
  return { ...order, input: { ...order.input, lines: order.input.lines.map(bare) } };
}

/** What an order comes to in minor units: what was sold less what came back; below 0 when money was paid back. */
export function worthOf({ charged, returns }: Pick<OrderInput, "charged" | "returns">): number {
  return charged.total - refundsOf(returns);
}

/** What paying settles beside the open order itself. */
export interface Paid {
  counter: number;
  staffId: string;
  soldAt: Date;
  tenders: Tender[];
  /** The smallest coin, in minor units. */
  coin: number;
  shiftId?: string;
}

/** Makes the order of a cart that is paid. The tenders must settle what is due; the caller has checked. */
export function orderOf(cart: Cart, charge: Charge, paid: Paid): OrderInput {
  const { rounding, change } = settle(dueOf(cart, charge), paid.tenders, paid.coin);
  const coupon = cart.coupon !== undefined && !charge.couponRejected ? cart.coupon : undefined;
  const delivery = deliveryOf(cart);
  const deferred = deferredOf(cart, charge);
  return {
    id: cart.id,
    counter: paid.counter,
    staffId: paid.staffId,
    currency: cart.currency,
    soldAt: paid.soldAt.toISOString(),
    lines: cart.lines.map((line, i) => lineOf(line, charge.lines[i]!)),
    tenders: paid.tenders,
    change,
    charged: {
      subtotal: charge.subtotal,
      tax: charge.tax,
      total: charge.total,
      ...(charge.discount !== 0 && { discount: charge.discount }),
      ...(charge.shipping !== 0 && { shipping: charge.shipping }),
      ...(charge.compensation !== 0 && { compensation: charge.compensation }),
    },
    ...(delivery && { fulfilment: fulfilmentOf(delivery) }),
    ...(cart.customer?.email && { email: cart.customer.email }),
    ...(cart.customer && { customer: buyerOf(cart.customer, deferred > 0 || delivery !== undefined) }),
    ...(coupon !== undefined && { coupon }),
    ...(charge.rules.length > 0 && { rules: charge.rules }),
    ...(cart.discount && { discount: cart.discount }),
    ...(cart.exemption && { exemption: cart.exemption }),
    ...(cart.returns?.length && { returns: cart.returns.map(returnOf) }),
    ...(cart.balances?.length && { balances: cart.balances.map(({ orderId, amount }) => ({ orderId, amount })) }),
    ...(rounding !== 0 && { rounding }),
    ...(deferred > 0 && { deferred }),
    ...(cart.approvals?.length && { approvals: cart.approvals.map(({ permission, staffId, at }) => ({ permission, staffId, at })) }),
    ...(charge.pricing && { pricing: charge.pricing }),
    ...(paid.shiftId !== undefined && { shiftId: paid.shiftId }),
  };
}

function fulfilmentOf(delivery: Delivery): OrderFulfilment {
  if (delivery.kind === "PICKUP") return { kind: "PICKUP", locationId: delivery.place.id };
  const { firstName, lastName, ...address } = delivery.to;
  return { kind: "SHIP", method: delivery.method, firstName, lastName, address };
}

function buyerOf({ id, new: fresh, group, taxClass, name }: Customer, comesBack: boolean): NonNullable<OrderInput["customer"]> {
  return { ...(id === undefined ? { new: fresh } : { id, ...(comesBack && name && { name: shortened(name) }) }), group, taxClass };
}

function lineOf(line: Cart["lines"][number], charge: Charge["lines"][number]): OrderLine {
  return {
    sku: line.sku,
    name: shortened(line.name),
    quantity: String(line.quantity),
    unitPrice: charge.unit,
    rowTotal: charge.row,
    tax: charge.tax,
    ...(charge.discount !== 0 && { discount: charge.discount }),
    ...(charge.compensation !== 0 && { compensation: charge.compensation }),
    ...(line.choices && { choices: line.choices }),
    ...(line.override && { override: { regular: line.override.regular, reason: line.override.reason } }),
    ...(line.manual && { manual: line.manual, markedDown: charge.markedDown }),
    ...(line.unlisted && { unlisted: true }),
  };
}

function returnOf({ orderId, sku, name, quantity, refund, tax, restock, reason }: CartReturn): OrderReturn {
  return { orderId, sku, name: shortened(name), quantity: String(quantity), refund, tax, restock, reason };
}

/** As long a name as an order may carry. */
function shortened(name: string): string {
  return Array.from(name).slice(0, 255).join("");
}

/** What the receipt of an order shows beside its lines and tenders. */
export function receiptOf(cart: Cart, charge: Charge): ReceiptFacts {
  const delivery = deliveryOf(cart);
  return {
    taxIncluded: charge.taxIncluded,
    discounts: charge.discounts,
    taxes: charge.taxes,
    lines: cart.lines.map((line, i) => ({ detail: line.detail, shownRow: charge.lines[i]!.shownRow })),
    returns: (cart.returns ?? []).map((line) => line.receiptNumber),
    ...(cart.balances?.length && { balances: cart.balances.map(({ receiptNumber, amount, open }) => ({ receiptNumber, left: Math.max(0, open - amount) })) }),
    ...(cart.customer && { customer: cart.customer.name }),
    ...(delivery && { delivery: { kind: delivery.kind, ...goesTo(delivery), ...(delivery.kind === "SHIP" && { method: delivery.name }) } }),
    ...(charge.shownShipping !== 0 && { shipping: charge.shownShipping }),
  };
}

/** The order of a cart that is paid, as it is stored on this device. */
export function recordOf(cart: Cart, charge: Charge, paid: Paid & Pick<OrderRecord, "registerId" | "staffName">): OrderRecord {
  return {
    id: cart.id,
    registerId: paid.registerId,
    counter: paid.counter,
    receiptNumber: receiptNumber(paid.registerId, paid.counter),
    staffName: paid.staffName,
    createdAt: paid.soldAt.getTime(),
    input: orderOf(cart, charge, paid),
    receipt: receiptOf(cart, charge),
    ...(cart.lines.some(({ product }) => product.item.children?.length) && { goods: goodsOf(cart) }),
    local: "device",
    remote: null,
    message: "",
  };
}

/** What an order takes of the stock: a bundle's parts in place of the bundle, which has none. */
function goodsOf({ lines }: Cart): NonNullable<OrderRecord["goods"]> {
  return lines.flatMap(({ sku, quantity, product }) => {
    const parts = product.item.children ?? [];
    return parts.length === 0 ? [{ sku, quantity }] : parts.map((part) => ({ sku: part.sku, quantity: quantity * Number(part.qty_per_bundle) }));
  });
}

/** The number printed on a receipt. */
export function receiptNumber(registerId: string, counter: number): string {
  return `${registerId}-${counter}`;
}
