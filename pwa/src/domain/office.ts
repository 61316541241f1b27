import type { Permission } from "./approval";
import type { Held, RemoteStatus } from "./order";
import type { TenderKind } from "./tender";
import type { Staff } from "./workplace";

/** What head office sees of a browser that was enrolled. Times are ISO 8601; null where the device never told. */
export interface OfficeDevice {
  id: string;
  label: string;
  enrolledAt: string;
  revokedAt: string | null;
  seenAt: string | null;
  ordersWaiting: number | null;
  oldestWaitingAt: string | null;
  catalogAt: string | null;
  appVersion: string | null;
}

/** A register with the devices that were enrolled to it. */
export interface OfficeRegister {
  id: string;
  name: string;
  locationId: string;
  locationName: string;
  devices: OfficeDevice[];
}

/** A person with the location that they work at. */
export type OfficeStaff = Staff & { locationId: string };

/** A code that enrols one device, once. */
export interface EnrolmentCode {
  code: string;
  registerId: string;
  expiresAt: string;
}

/** Which orders to list; what is left out does not narrow. Times are ISO 8601. */
export interface OfficeOrderFilter {
  locations?: string[];
  registers?: string[];
  states?: RemoteStatus["state"][];
  from?: string;
  to?: string;
  receiptNumber?: string;
  text?: string;
}

/** An order as the list shows it. */
export interface OfficeOrderSummary {
  id: string;
  receiptNumber: string;
  registerId: string;
  locationId: string;
  state: RemoteStatus["state"];
  held: { reason: string } | null;
  currency: string;
  soldAt: string;
  receivedAt: string;
  charged: { total: number };
}

/** What the lines of an order come to, in minor units. */
export interface OfficeTotals {
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
}

/** What a person may do about an order. */
export type Resolution = "RETRY" | "ACCEPT_DIFFERENCE" | "USE_CART" | "USE_IMPORT" | "CANCEL" | "EDIT_CUSTOMER" | "NOTE";

/** A step of placing an order into Magento. */
export type StepName = "CUSTOMER" | "ORDER" | "RESERVATION" | "INVOICE" | "TENDER" | "SHIPMENT" | "REFUND" | "RESTOCK" | "BALANCE";

/** An order with all that happened to it. */
export interface OfficeOrder extends Omit<OfficeOrderSummary, "held" | "charged"> {
  staffId: string;
  held: Held | null;
  settledAt: string | null;
  lines: { sku: string; name: string; quantity: string; rowTotal: number; tax: number; discount: number; override: { regular: number; reason: string } | null; manual: { reason: string } | null }[];
  tenders: { kind: TenderKind; amount: number; reference: string | null }[];
  change: number;
  charged: OfficeTotals;
  expected: OfficeTotals | null;
  due: number;
  rounding: number;
  deferred: number;
  deferredPaid: number;
  /** What later orders paid of the rest of this one, oldest first. */
  payments: { orderId: string; receiptNumber: string; amount: number; at: string }[];
  /** What this one pays of the rest of earlier ones. */
  balances: { orderId: string; amount: number }[];
  refunded: number;
  /** What came back of it with later orders, in Magento or not; the state is the later order's: null once that is archived, absent of a gateway of before. */
  returned: { orderId: string; sku: string; quantity: string; refund: number; state?: RemoteStatus["state"] | null }[];
  magentoOrderNumber: string | null;
  magentoStatus: string | null;
  strategy: "CART" | "IMPORT" | null;
  differences: LineDifference[];
  decisions: { at: string; by: string; action: Resolution; note: string | null; reason: string | null }[];
  steps: { name: StepName; begunAt: string | null; doneAt: string | null; attempts: number; result: string | null }[];
  customerId: number | null;
  coupon: string | null;
  fulfilment: { kind: "SHIP" | "PICKUP"; locationId: string | null } | null;
  returns: { sku: string; name: string; quantity: string; refund: number; reason: string }[];
  unapproved: Permission[];
  tracking: { carrier: string; number: string }[];
  waitsFor: ("PAYMENT" | "HAND_OVER" | "SHIPMENT")[];
  handedOverAt: string | null;
  handedOverBy: string | null;
  cancelling: boolean;
}

/** What the register charged for a SKU, and what Magento would. */
export interface LineDifference {
  sku: string;
  charged: number;
  expected: number;
  chargedTax: number;
  expectedTax: number;
  chargedDiscount: number;
  expectedDiscount: number;
}

/** How an order's totals come about. */
export interface Explanation {
  /** Whether prices, rules and taxes are still those that it was sold by. */
  current: boolean;
  payable: number | null;
  /** Why it cannot be calculated, in English; the only step says it too, but not of a gateway of before. */
  refused: string | null;
  steps: ToldStep[];
  needsMagento: string[];
  fromRules: Difference | null;
  fromMagento: Difference | null;
}

/** A step of a calculation as the gateway tells it: a newer gateway may know codes that this register does not, so it says them in English too. */
export interface ToldStep {
  code: string;
  stage: string;
  line: number;
  /** Of the line, or of the part of a bundle that is priced itself; empty where it is about no line. */
  sku: string;
  name: string | null;
  percent: string | null;
  given: string | null;
  coin: string | null;
  text: string;
  amount: string;
}

/** The first figure that was charged otherwise than somebody else computes it. */
export interface Difference {
  line: number;
  sku: string;
  figure: string;
  charged: string;
  other: string;
}

/** What head office decided about an order. */
export interface Decided {
  action: Resolution;
  note: string;
  customer?: { email?: string; firstName?: string; lastName?: string };
}

const acceptable = new Set(["TOTALS_DIFFER", "OVER_RETURNED", "RETURN_REFUSED", "RESTOCK_UNCLEAR", "OVERPAID"]);
const ofCustomer = new Set(["CUSTOMER_CART_IN_USE", "REFUSED_BY_MAGENTO"]);

/** Whether cancelling an order is a matter of this ledger alone: it is held, and nothing of it can be in Magento. */
export function cancelledHere(order: OfficeOrder): boolean {
  return order.state === "HELD" && !begun(order);
}

function begun(order: OfficeOrder): boolean {
  return order.magentoOrderNumber !== null || order.steps.some((step) => step.name === "ORDER");
}

/** What a person may do about an order now, what helps most first. The gateway has the last word. */
export function actionsFor(order: OfficeOrder, staff: Pick<Staff, "permissions">): Resolution[] {
  const held = order.held?.reason;
  const actions: Resolution[] = [];
  if (order.state === "HELD" && held !== undefined) {
    if (acceptable.has(held)) actions.push("ACCEPT_DIFFERENCE");
    if (held === "CUSTOMER_REFUSED") actions.push("EDIT_CUSTOMER");
    actions.push("RETRY");
    if (!begun(order)) actions.push("USE_IMPORT", "USE_CART");
    if (ofCustomer.has(held)) actions.push("EDIT_CUSTOMER");
  }
  const paid = order.steps.some((step) => step.name === "INVOICE" && step.doneAt !== null);
  const over = order.state === "CANCELLED" || order.state === "SETTLED" || order.cancelling || held === "ORDER_MISSING";
  if (!over && !paid && (cancelledHere(order) || staff.permissions.includes("CANCEL"))) actions.push("CANCEL");
  return [...actions, "NOTE"];
}

/** How a device is doing, judged by its last word: it should speak once a minute. */
export type Health = "ok" | "late" | "silent" | "never" | "revoked";

const lateMs = 3 * 60_000;
const silentMs = 60 * 60_000;

/** How a device is doing. */
export function healthOf(device: OfficeDevice, now: number): Health {
  if (device.revokedAt !== null) return "revoked";
  if (device.seenAt === null) return "never";
  const age = now - Date.parse(device.seenAt);
  if (age > silentMs) return "silent";
  return age > lateMs ? "late" : "ok";
}
