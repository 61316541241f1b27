/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What is to be corrected of a customer; what is left out stays. */
export type ContactInput = {
  email?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
};

export type CreateRegisterCustomerInput = {
  /** The only place where Magento keeps a telephone number. */
  address?: RegisterCustomerAddressInput | null | undefined;
  email: string;
  firstName: string;
  /** UUIDv7, minted on the device. It stands for the customer until Magento has given an id. */
  id: string;
  lastName: string;
};

export type DenominationInput = {
  count: number;
  /** Of one coin or note. */
  value: number;
};

export type FulfilmentKind =
  /** At a location, later. */
  | 'PICKUP'
  /** To an address; the warehouse ships it in Magento. */
  | 'SHIP';

export type HeartbeatInput = {
  /** Up to 64 characters. */
  appVersion: string;
  /** When the catalog on the device was last known to be up to date. */
  catalogAt?: string | null | undefined;
  oldestWaitingAt?: string | null | undefined;
  /** Orders on the device that were not received yet, and when the oldest of them was sold. */
  ordersWaiting: number;
};

export type HeldReason =
  | 'CANCEL_REFUSED'
  | 'COUPON_REFUSED'
  | 'CUSTOMER_CART_IN_USE'
  | 'CUSTOMER_REFUSED'
  | 'GATEWAY_FAULT'
  | 'METHOD_MISSING'
  | 'NO_RESERVATION'
  | 'NUMBER_TAKEN'
  | 'ORDER_MISSING'
  | 'OUT_OF_STOCK'
  | 'OVERPAID'
  | 'OVER_RETURNED'
  | 'PRODUCT_GONE'
  | 'REFUSED_BY_MAGENTO'
  | 'RESTOCK_UNCLEAR'
  | 'RETURN_REFUSED'
  | 'TOO_MANY_ATTEMPTS'
  | 'TOTALS_DIFFER';

/** What is left out does not narrow. */
export type OfficeOrderFilter = {
  /** Received from this moment to before that. */
  from?: string | null | undefined;
  locations?: Array<string> | null | undefined;
  receiptNumber?: string | null | undefined;
  registers?: Array<string> | null | undefined;
  states?: Array<OrderState> | null | undefined;
  /**
   * 3 to 100 characters that stand in the order: a SKU, a product's name, an e-mail address, a reference. Needs from and to,
   * up to 31 days apart.
   */
  text?: string | null | undefined;
  to?: string | null | undefined;
};

export type OrderState =
  | 'CANCELLED'
  | 'HELD'
  | 'INDETERMINATE'
  | 'PLACED'
  | 'PLACING'
  | 'RECEIVED'
  | 'SETTLED';

export type OrderStepName =
  /** Earlier orders know what was paid for them. */
  | 'BALANCE'
  /** Who bought is found or made. */
  | 'CUSTOMER'
  | 'INVOICE'
  | 'ORDER'
  /** A credit memo for what came back. */
  | 'REFUND'
  /** Stock is reserved for an imported order. */
  | 'RESERVATION'
  | 'RESTOCK'
  | 'SHIPMENT'
  /** Receipt number and tenders are put on record. */
  | 'TENDER';

/** What an order waits for from outside. */
export type OrderWait =
  /** The goods wait to be picked up. */
  | 'HAND_OVER'
  /** The customer pays the rest later. */
  | 'PAYMENT'
  /** The warehouse ships it in Magento. */
  | 'SHIPMENT';

/** Something that not everybody on the staff may do. */
export type Permission =
  /** Cancel an order that was received. */
  | 'CANCEL'
  /** Open the drawer, pay cash in or out. */
  | 'CASH_DRAWER'
  /** See what a shift should hold, and close another person's. */
  | 'CLOSE_SHIFT'
  /** Take something off a line or an order. */
  | 'DISCOUNT'
  /** See other registers' orders, resolve held ones, enrol and revoke devices. */
  | 'HEAD_OFFICE'
  | 'PAY_LATER'
  | 'PRICE_OVERRIDE'
  /** Give money back for goods of an order. */
  | 'REFUND'
  | 'REFUND_NO_RECEIPT'
  | 'TAX_EXEMPT'
  /** Sell what the catalog does not have. */
  | 'UNLISTED_ITEM';

export type RegisterCustomerAddressInput = {
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  postcode?: string | null | undefined;
  region?: string | null | undefined;
  regionId?: number | null | undefined;
  street: Array<string>;
  telephone: string;
};

/** What a person may do about a held order. */
export type Resolution =
  /**
   * Let it into Magento with Magento's totals; the difference stays on record. Also for OVER_RETURNED, RETURN_REFUSED,
   * RESTOCK_UNCLEAR and OVERPAID: it is right as it is.
   */
  | 'ACCEPT_DIFFERENCE'
  /** It does not go into Magento. The note says what became of the goods and the money. */
  | 'CANCEL'
  /** Go on with another e-mail address or name of the customer. */
  | 'EDIT_CUSTOMER'
  /** Decide nothing: the note is kept with the order, whatever state it is in. */
  | 'NOTE'
  /** Try again: the cause was removed. */
  | 'RETRY'
  /** Have Magento price it, whatever the location says. */
  | 'USE_CART'
  /** Write it into Magento as it was charged, whatever the location says. */
  | 'USE_IMPORT';

export type Role =
  | 'CASHIER'
  | 'MANAGER';

export type SalesBy =
  | 'DAY'
  | 'HOUR'
  | 'LOCATION'
  | 'PRODUCT'
  | 'STAFF'
  | 'TENDER';

export type ShiftEventInput = {
  /** The float, what was paid in or out, or the cash that was counted; never negative. */
  amount?: number | null | undefined;
  /** Who gave a permission that the person at the register did not hold. */
  approvedBy?: string | null | undefined;
  /** By the device's clock. */
  at: string;
  currency: string;
  /** For COUNTED; they must add up to the amount. */
  denominations?: Array<DenominationInput> | null | undefined;
  /** UUIDv7, minted on the device, as is the shift's. */
  id: string;
  kind: ShiftEventKind;
  /** Needed for PAID_OUT. */
  reason?: string | null | undefined;
  shiftId: string;
  staffId: string;
  /** The shift's orders that wait on the device now, up to 1,000. Send them with COUNTED and CLOSED. */
  unsent?: Array<UnsentOrderInput> | null | undefined;
};

export type ShiftEventKind =
  | 'CLOSED'
  | 'COUNTED'
  /** Without a sale. */
  | 'DRAWER_OPENED'
  | 'OPENED'
  | 'PAID_IN'
  | 'PAID_OUT';

export type ShiftEventOutcome =
  /** Its id has other contents, or its shift another register. It is not stored. */
  | 'CONFLICT'
  /** It was stored already. */
  | 'DUPLICATE'
  | 'RECEIVED'
  /** It is not valid, and is not stored. */
  | 'REFUSED';

/** How an order gets into Magento. */
export type Strategy =
  | 'CART'
  | 'IMPORT';

/** How a tender was paid. Only cash gives change. */
export type TenderKind =
  /** By card; the reference is the terminal's. */
  | 'CARD'
  | 'CASH'
  /** By gift card; the reference is its number or the last digits of it. */
  | 'GIFT_CARD'
  /** Something else; the reference says what. */
  | 'OTHER'
  | 'STORE_CREDIT';

export type UnsentOrderInput = {
  /** What was due; negative for a refund. */
  amount: number;
  /** What the drawer gained: cash tenders less change. */
  cash: number;
  orderId: string;
};

export type CustomerFieldsFragment = { id: string, email: string, firstName: string, lastName: string, phone: string | null, groupId: number, taxClassId: number };

export type FindCustomersQueryVariables = Exact<{
  search: string;
  first: number;
}>;


export type FindCustomersQuery = { findCustomers: Array<{ id: string, email: string, firstName: string, lastName: string, phone: string | null, groupId: number, taxClassId: number }> };

export type CreateRegisterCustomerMutationVariables = Exact<{
  input: CreateRegisterCustomerInput;
}>;


export type CreateRegisterCustomerMutation = { createRegisterCustomer:
    | { __typename: 'RegisterCustomerReady', known: boolean, customer: { id: string, email: string, firstName: string, lastName: string, phone: string | null, groupId: number, taxClassId: number } }
    | { __typename: 'RegisterCustomerRefused', message: string }
   };

export type RegistersQueryVariables = Exact<{ [key: string]: never; }>;


export type RegistersQuery = { registers: Array<{ id: string, name: string, locationId: string, locationName: string, devices: Array<{ id: string, label: string, enrolledAt: string, revokedAt: string | null, seenAt: string | null, ordersWaiting: number | null, oldestWaitingAt: string | null, catalogAt: string | null, appVersion: string | null }> }> };

export type OfficeStaffQueryVariables = Exact<{ [key: string]: never; }>;


export type OfficeStaffQuery = { staff: Array<{ id: string, name: string, role: Role, locationId: string, permissions: Array<Permission> }> };

export type SalesQueryVariables = Exact<{
  from: string;
  to: string;
  by: SalesBy;
  locationId?: string | null | undefined;
  zone: string;
}>;


export type SalesQuery = { sales: Array<{ key: string, name: string | null, currency: string, orders: number, quantity: string, sales: number, refunds: number, discounts: number, tax: number }> };

export type CreateEnrolmentCodeMutationVariables = Exact<{
  registerId: string;
}>;


export type CreateEnrolmentCodeMutation = { createEnrolmentCode: { code: string, registerId: string, expiresAt: string } };

export type RevokeDeviceMutationVariables = Exact<{
  id: string;
}>;


export type RevokeDeviceMutation = { revokeDevice: boolean };

export type OfficeOrdersQueryVariables = Exact<{
  filter: OfficeOrderFilter;
  after?: string | null | undefined;
  first: number;
}>;


export type OfficeOrdersQuery = { officeOrders: { next: string | null, orders: Array<{ id: string, receiptNumber: string, registerId: string, locationId: string, state: OrderState, currency: string, soldAt: string, receivedAt: string, held: { reason: HeldReason } | null, charged: { total: number } }> } };

export type OfficeOrderQueryVariables = Exact<{
  id: string;
}>;


export type OfficeOrderQuery = { order: { id: string, receiptNumber: string, registerId: string, locationId: string, staffId: string, state: OrderState, currency: string, soldAt: string, receivedAt: string, settledAt: string | null, change: number, due: number, rounding: number, deferred: number, deferredPaid: number, refunded: number, magentoOrderNumber: string | null, magentoStatus: string | null, strategy: Strategy | null, customerId: number | null, coupon: string | null, unapproved: Array<Permission>, waitsFor: Array<OrderWait>, handedOverAt: string | null, handedOverBy: string | null, cancelling: boolean, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, lines: Array<{ sku: string, name: string, quantity: string, rowTotal: number, tax: number, discount: number, override: { regular: number, reason: string } | null, manual: { reason: string } | null }>, tenders: Array<{ kind: TenderKind, amount: number, reference: string | null }>, charged: { subtotal: number, discount: number, shipping: number, tax: number, total: number }, expected: { subtotal: number, discount: number, shipping: number, tax: number, total: number } | null, payments: Array<{ orderId: string, receiptNumber: string, amount: number, at: string }>, balances: Array<{ orderId: string, amount: number }>, returned: Array<{ orderId: string, sku: string, quantity: string, refund: number, state: OrderState | null }>, differences: Array<{ sku: string, charged: number, expected: number, chargedTax: number, expectedTax: number, chargedDiscount: number, expectedDiscount: number }>, decisions: Array<{ at: string, by: string, action: Resolution, note: string | null, reason: HeldReason | null }>, steps: Array<{ name: OrderStepName, begunAt: string | null, doneAt: string | null, attempts: number, result: string | null }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null, returns: Array<{ sku: string, name: string, quantity: string, refund: number, reason: string }>, tracking: Array<{ carrier: string, number: string }> } | null };

export type ResolveOrderMutationVariables = Exact<{
  id: string;
  action: Resolution;
  note?: string | null | undefined;
  customer?: ContactInput | null | undefined;
}>;


export type ResolveOrderMutation = { resolveOrder: { id: string, receiptNumber: string, registerId: string, locationId: string, staffId: string, state: OrderState, currency: string, soldAt: string, receivedAt: string, settledAt: string | null, change: number, due: number, rounding: number, deferred: number, deferredPaid: number, refunded: number, magentoOrderNumber: string | null, magentoStatus: string | null, strategy: Strategy | null, customerId: number | null, coupon: string | null, unapproved: Array<Permission>, waitsFor: Array<OrderWait>, handedOverAt: string | null, handedOverBy: string | null, cancelling: boolean, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, lines: Array<{ sku: string, name: string, quantity: string, rowTotal: number, tax: number, discount: number, override: { regular: number, reason: string } | null, manual: { reason: string } | null }>, tenders: Array<{ kind: TenderKind, amount: number, reference: string | null }>, charged: { subtotal: number, discount: number, shipping: number, tax: number, total: number }, expected: { subtotal: number, discount: number, shipping: number, tax: number, total: number } | null, payments: Array<{ orderId: string, receiptNumber: string, amount: number, at: string }>, balances: Array<{ orderId: string, amount: number }>, returned: Array<{ orderId: string, sku: string, quantity: string, refund: number, state: OrderState | null }>, differences: Array<{ sku: string, charged: number, expected: number, chargedTax: number, expectedTax: number, chargedDiscount: number, expectedDiscount: number }>, decisions: Array<{ at: string, by: string, action: Resolution, note: string | null, reason: HeldReason | null }>, steps: Array<{ name: OrderStepName, begunAt: string | null, doneAt: string | null, attempts: number, result: string | null }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null, returns: Array<{ sku: string, name: string, quantity: string, refund: number, reason: string }>, tracking: Array<{ carrier: string, number: string }> } };

export type CancelOrderMutationVariables = Exact<{
  id: string;
  note: string;
}>;


export type CancelOrderMutation = { cancelOrder: { id: string, receiptNumber: string, registerId: string, locationId: string, staffId: string, state: OrderState, currency: string, soldAt: string, receivedAt: string, settledAt: string | null, change: number, due: number, rounding: number, deferred: number, deferredPaid: number, refunded: number, magentoOrderNumber: string | null, magentoStatus: string | null, strategy: Strategy | null, customerId: number | null, coupon: string | null, unapproved: Array<Permission>, waitsFor: Array<OrderWait>, handedOverAt: string | null, handedOverBy: string | null, cancelling: boolean, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, lines: Array<{ sku: string, name: string, quantity: string, rowTotal: number, tax: number, discount: number, override: { regular: number, reason: string } | null, manual: { reason: string } | null }>, tenders: Array<{ kind: TenderKind, amount: number, reference: string | null }>, charged: { subtotal: number, discount: number, shipping: number, tax: number, total: number }, expected: { subtotal: number, discount: number, shipping: number, tax: number, total: number } | null, payments: Array<{ orderId: string, receiptNumber: string, amount: number, at: string }>, balances: Array<{ orderId: string, amount: number }>, returned: Array<{ orderId: string, sku: string, quantity: string, refund: number, state: OrderState | null }>, differences: Array<{ sku: string, charged: number, expected: number, chargedTax: number, expectedTax: number, chargedDiscount: number, expectedDiscount: number }>, decisions: Array<{ at: string, by: string, action: Resolution, note: string | null, reason: HeldReason | null }>, steps: Array<{ name: OrderStepName, begunAt: string | null, doneAt: string | null, attempts: number, result: string | null }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null, returns: Array<{ sku: string, name: string, quantity: string, refund: number, reason: string }>, tracking: Array<{ carrier: string, number: string }> } };

export type ExplainTotalsQueryVariables = Exact<{
  orderId: string;
}>;


export type ExplainTotalsQuery = { explainTotals: { current: boolean, payable: number | null, refused: string | null, needsMagento: Array<string>, steps: Array<{ code: string, stage: string, line: number, sku: string, name: string | null, percent: string | null, given: string | null, coin: string | null, text: string, amount: string }>, fromRules: { line: number, sku: string, figure: string, charged: string, other: string } | null, fromMagento: { line: number, sku: string, figure: string, charged: string, other: string } | null } };

export type FirstDifferenceFragment = { line: number, sku: string, figure: string, charged: string, other: string };

export type WholeOrderFragment = { id: string, receiptNumber: string, registerId: string, locationId: string, staffId: string, state: OrderState, currency: string, soldAt: string, receivedAt: string, settledAt: string | null, change: number, due: number, rounding: number, deferred: number, deferredPaid: number, refunded: number, magentoOrderNumber: string | null, magentoStatus: string | null, strategy: Strategy | null, customerId: number | null, coupon: string | null, unapproved: Array<Permission>, waitsFor: Array<OrderWait>, handedOverAt: string | null, handedOverBy: string | null, cancelling: boolean, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, lines: Array<{ sku: string, name: string, quantity: string, rowTotal: number, tax: number, discount: number, override: { regular: number, reason: string } | null, manual: { reason: string } | null }>, tenders: Array<{ kind: TenderKind, amount: number, reference: string | null }>, charged: { subtotal: number, discount: number, shipping: number, tax: number, total: number }, expected: { subtotal: number, discount: number, shipping: number, tax: number, total: number } | null, payments: Array<{ orderId: string, receiptNumber: string, amount: number, at: string }>, balances: Array<{ orderId: string, amount: number }>, returned: Array<{ orderId: string, sku: string, quantity: string, refund: number, state: OrderState | null }>, differences: Array<{ sku: string, charged: number, expected: number, chargedTax: number, expectedTax: number, chargedDiscount: number, expectedDiscount: number }>, decisions: Array<{ at: string, by: string, action: Resolution, note: string | null, reason: HeldReason | null }>, steps: Array<{ name: OrderStepName, begunAt: string | null, doneAt: string | null, attempts: number, result: string | null }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null, returns: Array<{ sku: string, name: string, quantity: string, refund: number, reason: string }>, tracking: Array<{ carrier: string, number: string }> };

export type HandOverMutationVariables = Exact<{
  orderId: string;
  staffId?: string | null | undefined;
}>;


export type HandOverMutation = { handOver: { state: OrderState, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> } };

export type WaitingOrderFragment = { id: string, receiptNumber: string, soldAt: string, locationId: string, state: OrderState, currency: string, customerName: string | null, magentoOrderNumber: string | null, deferred: number, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string } | null, charged: { total: number }, payments: Array<{ orderId: string, amount: number }>, lines: Array<{ sku: string, name: string, quantity: string }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null };

export type WaitingOrdersQueryVariables = Exact<{
  waitsFor: OrderWait;
  after?: string | null | undefined;
}>;


export type WaitingOrdersQuery = { orders: { next: string | null, orders: Array<{ id: string, receiptNumber: string, soldAt: string, locationId: string, state: OrderState, currency: string, customerName: string | null, magentoOrderNumber: string | null, deferred: number, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string } | null, charged: { total: number }, payments: Array<{ orderId: string, amount: number }>, lines: Array<{ sku: string, name: string, quantity: string }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null }> } };

export type WaitingByReceiptQueryVariables = Exact<{
  receipt: string;
}>;


export type WaitingByReceiptQuery = { orders: { orders: Array<{ id: string, receiptNumber: string, soldAt: string, locationId: string, state: OrderState, currency: string, customerName: string | null, magentoOrderNumber: string | null, deferred: number, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string } | null, charged: { total: number }, payments: Array<{ orderId: string, amount: number }>, lines: Array<{ sku: string, name: string, quantity: string }>, fulfilment: { kind: FulfilmentKind, locationId: string | null } | null }> } };

export type EmailReceiptMutationVariables = Exact<{
  orderId: string;
  email: string;
}>;


export type EmailReceiptMutation = { emailReceipt: boolean };

export type OrderByReceiptQueryVariables = Exact<{
  receipt: string;
}>;


export type OrderByReceiptQuery = { orders: { orders: Array<{ id: string, receiptNumber: string, soldAt: string, state: OrderState, deferred: number, payments: Array<{ orderId: string, amount: number }>, lines: Array<{ sku: string, name: string, quantity: string, rowTotal: number, tax: number, discount: number, compensation: number }>, returned: Array<{ orderId: string, sku: string, quantity: string, refund: number }> }> } };

export type SubmitShiftEventsMutationVariables = Exact<{
  events: Array<ShiftEventInput> | ShiftEventInput;
}>;


export type SubmitShiftEventsMutation = { submitShiftEvents: Array<{ id: string, outcome: ShiftEventOutcome, message: string | null }> };

export type HeartbeatMutationVariables = Exact<{
  input: HeartbeatInput;
}>;


export type HeartbeatMutation = { heartbeat: { now: string } };

export type ShiftReportQueryVariables = Exact<{
  id: string;
}>;


export type ShiftReportQuery = { shift: { id: string, registerId: string, currency: string, openedAt: string | null, openedBy: string | null, closedAt: string | null, closedBy: string | null, float: number, paidIn: number, paidOut: number, drawerOpened: number, orders: number, sales: number, discounts: number, refunds: number, tax: number, rounding: number, deferred: number, balances: number, cancelled: number, cancelledAmount: number, otherCurrency: number, unsentOrders: number, unsentAmount: number, expectedCash: number, countedCash: number | null, countedAt: string | null, difference: number | null, tenders: Array<{ kind: TenderKind, count: number, amount: number }>, events: Array<{ id: string, kind: ShiftEventKind, staffId: string, approvedBy: string | null, at: string, amount: number, reason: string | null, denominations: Array<{ value: number, count: number }> }> } | null };

export type ShiftsOfRegisterQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type ShiftsOfRegisterQuery = { shifts: Array<{ id: string, registerId: string, currency: string, openedAt: string | null, openedBy: string | null, closedAt: string | null, float: number, paidIn: number, paidOut: number, expectedCash: number, events: Array<{ id: string, kind: ShiftEventKind, staffId: string, approvedBy: string | null, at: string, amount: number, reason: string | null, denominations: Array<{ value: number, count: number }> }> }> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CustomerFieldsFragmentDoc = new TypedDocumentString(`
    fragment CustomerFields on RegisterCustomer {
  id
  email
  firstName
  lastName
  phone
  groupId
  taxClassId
}
    `, {"fragmentName":"CustomerFields"}) as unknown as TypedDocumentString<CustomerFieldsFragment, unknown>;
export const FirstDifferenceFragmentDoc = new TypedDocumentString(`
    fragment FirstDifference on TotalsDifference {
  line
  sku
  figure
  charged
  other
}
    `, {"fragmentName":"FirstDifference"}) as unknown as TypedDocumentString<FirstDifferenceFragment, unknown>;
export const WholeOrderFragmentDoc = new TypedDocumentString(`
    fragment WholeOrder on Order {
  id
  receiptNumber
  registerId
  locationId
  staffId
  state
  held {
    reason
    message
    detail
    code
    figures {
      name
      value
    }
  }
  currency
  soldAt
  receivedAt
  settledAt
  lines {
    sku
    name
    quantity
    rowTotal
    tax
    discount
    override {
      regular
      reason
    }
    manual {
      reason
    }
  }
  tenders {
    kind
    amount
    reference
  }
  change
  charged {
    subtotal
    discount
    shipping
    tax
    total
  }
  expected {
    subtotal
    discount
    shipping
    tax
    total
  }
  due
  rounding
  deferred
  deferredPaid
  payments {
    orderId
    receiptNumber
    amount
    at
  }
  balances {
    orderId
    amount
  }
  refunded
  returned {
    orderId
    sku
    quantity
    refund
    state
  }
  magentoOrderNumber
  magentoStatus
  strategy
  differences {
    sku
    charged
    expected
    chargedTax
    expectedTax
    chargedDiscount
    expectedDiscount
  }
  decisions {
    at
    by
    action
    note
    reason
  }
  steps {
    name
    begunAt
    doneAt
    attempts
    result
  }
  customerId
  coupon
  fulfilment {
    kind
    locationId
  }
  returns {
    sku
    name
    quantity
    refund
    reason
  }
  unapproved
  tracking {
    carrier
    number
  }
  waitsFor
  handedOverAt
  handedOverBy
  cancelling
}
    `, {"fragmentName":"WholeOrder"}) as unknown as TypedDocumentString<WholeOrderFragment, unknown>;
export const WaitingOrderFragmentDoc = new TypedDocumentString(`
    fragment WaitingOrder on Order {
  id
  receiptNumber
  soldAt
  locationId
  state
  held {
    reason
    message
  }
  currency
  customerName
  magentoOrderNumber
  charged {
    total
  }
  deferred
  payments {
    orderId
    amount
  }
  lines {
    sku
    name
    quantity
  }
  fulfilment {
    kind
    locationId
  }
  waitsFor
}
    `, {"fragmentName":"WaitingOrder"}) as unknown as TypedDocumentString<WaitingOrderFragment, unknown>;
export const FindCustomersDocument = new TypedDocumentString(`
    query FindCustomers($search: String!, $first: Int!) {
  findCustomers(search: $search, first: $first) {
    ...CustomerFields
  }
}
    fragment CustomerFields on RegisterCustomer {
  id
  email
  firstName
  lastName
  phone
  groupId
  taxClassId
}`) as unknown as TypedDocumentString<FindCustomersQuery, FindCustomersQueryVariables>;
export const CreateRegisterCustomerDocument = new TypedDocumentString(`
    mutation CreateRegisterCustomer($input: CreateRegisterCustomerInput!) {
  createRegisterCustomer(input: $input) {
    __typename
    ... on RegisterCustomerReady {
      known
      customer {
        ...CustomerFields
      }
    }
    ... on RegisterCustomerRefused {
      message
    }
  }
}
    fragment CustomerFields on RegisterCustomer {
  id
  email
  firstName
  lastName
  phone
  groupId
  taxClassId
}`) as unknown as TypedDocumentString<CreateRegisterCustomerMutation, CreateRegisterCustomerMutationVariables>;
export const RegistersDocument = new TypedDocumentString(`
    query Registers {
  registers {
    id
    name
    locationId
    locationName
    devices {
      id
      label
      enrolledAt
      revokedAt
      seenAt
      ordersWaiting
      oldestWaitingAt
      catalogAt
      appVersion
    }
  }
}
    `) as unknown as TypedDocumentString<RegistersQuery, RegistersQueryVariables>;
export const OfficeStaffDocument = new TypedDocumentString(`
    query OfficeStaff {
  staff {
    id
    name
    role
    locationId
    permissions
  }
}
    `) as unknown as TypedDocumentString<OfficeStaffQuery, OfficeStaffQueryVariables>;
export const SalesDocument = new TypedDocumentString(`
    query Sales($from: Time!, $to: Time!, $by: SalesBy!, $locationId: ID, $zone: String!) {
  sales(from: $from, to: $to, by: $by, locationId: $locationId, zone: $zone) {
    key
    name
    currency
    orders
    quantity
    sales
    refunds
    discounts
    tax
  }
}
    `) as unknown as TypedDocumentString<SalesQuery, SalesQueryVariables>;
export const CreateEnrolmentCodeDocument = new TypedDocumentString(`
    mutation CreateEnrolmentCode($registerId: ID!) {
  createEnrolmentCode(registerId: $registerId) {
    code
    registerId
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<CreateEnrolmentCodeMutation, CreateEnrolmentCodeMutationVariables>;
export const RevokeDeviceDocument = new TypedDocumentString(`
    mutation RevokeDevice($id: ID!) {
  revokeDevice(id: $id)
}
    `) as unknown as TypedDocumentString<RevokeDeviceMutation, RevokeDeviceMutationVariables>;
export const OfficeOrdersDocument = new TypedDocumentString(`
    query OfficeOrders($filter: OfficeOrderFilter!, $after: String, $first: Int!) {
  officeOrders(filter: $filter, after: $after, first: $first) {
    orders {
      id
      receiptNumber
      registerId
      locationId
      state
      held {
        reason
      }
      currency
      soldAt
      receivedAt
      charged {
        total
      }
    }
    next
  }
}
    `) as unknown as TypedDocumentString<OfficeOrdersQuery, OfficeOrdersQueryVariables>;
export const OfficeOrderDocument = new TypedDocumentString(`
    query OfficeOrder($id: ID!) {
  order(id: $id) {
    ...WholeOrder
  }
}
    fragment WholeOrder on Order {
  id
  receiptNumber
  registerId
  locationId
  staffId
  state
  held {
    reason
    message
    detail
    code
    figures {
      name
      value
    }
  }
  currency
  soldAt
  receivedAt
  settledAt
  lines {
    sku
    name
    quantity
    rowTotal
    tax
    discount
    override {
      regular
      reason
    }
    manual {
      reason
    }
  }
  tenders {
    kind
    amount
    reference
  }
  change
  charged {
    subtotal
    discount
    shipping
    tax
    total
  }
  expected {
    subtotal
    discount
    shipping
    tax
    total
  }
  due
  rounding
  deferred
  deferredPaid
  payments {
    orderId
    receiptNumber
    amount
    at
  }
  balances {
    orderId
    amount
  }
  refunded
  returned {
    orderId
    sku
    quantity
    refund
    state
  }
  magentoOrderNumber
  magentoStatus
  strategy
  differences {
    sku
    charged
    expected
    chargedTax
    expectedTax
    chargedDiscount
    expectedDiscount
  }
  decisions {
    at
    by
    action
    note
    reason
  }
  steps {
    name
    begunAt
    doneAt
    attempts
    result
  }
  customerId
  coupon
  fulfilment {
    kind
    locationId
  }
  returns {
    sku
    name
    quantity
    refund
    reason
  }
  unapproved
  tracking {
    carrier
    number
  }
  waitsFor
  handedOverAt
  handedOverBy
  cancelling
}`) as unknown as TypedDocumentString<OfficeOrderQuery, OfficeOrderQueryVariables>;
export const ResolveOrderDocument = new TypedDocumentString(`
    mutation ResolveOrder($id: ID!, $action: Resolution!, $note: String, $customer: ContactInput) {
  resolveOrder(id: $id, action: $action, note: $note, customer: $customer) {
    ...WholeOrder
  }
}
    fragment WholeOrder on Order {
  id
  receiptNumber
  registerId
  locationId
  staffId
  state
  held {
    reason
    message
    detail
    code
    figures {
      name
      value
    }
  }
  currency
  soldAt
  receivedAt
  settledAt
  lines {
    sku
    name
    quantity
    rowTotal
    tax
    discount
    override {
      regular
      reason
    }
    manual {
      reason
    }
  }
  tenders {
    kind
    amount
    reference
  }
  change
  charged {
    subtotal
    discount
    shipping
    tax
    total
  }
  expected {
    subtotal
    discount
    shipping
    tax
    total
  }
  due
  rounding
  deferred
  deferredPaid
  payments {
    orderId
    receiptNumber
    amount
    at
  }
  balances {
    orderId
    amount
  }
  refunded
  returned {
    orderId
    sku
    quantity
    refund
    state
  }
  magentoOrderNumber
  magentoStatus
  strategy
  differences {
    sku
    charged
    expected
    chargedTax
    expectedTax
    chargedDiscount
    expectedDiscount
  }
  decisions {
    at
    by
    action
    note
    reason
  }
  steps {
    name
    begunAt
    doneAt
    attempts
    result
  }
  customerId
  coupon
  fulfilment {
    kind
    locationId
  }
  returns {
    sku
    name
    quantity
    refund
    reason
  }
  unapproved
  tracking {
    carrier
    number
  }
  waitsFor
  handedOverAt
  handedOverBy
  cancelling
}`) as unknown as TypedDocumentString<ResolveOrderMutation, ResolveOrderMutationVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($id: ID!, $note: String!) {
  cancelOrder(id: $id, note: $note) {
    ...WholeOrder
  }
}
    fragment WholeOrder on Order {
  id
  receiptNumber
  registerId
  locationId
  staffId
  state
  held {
    reason
    message
    detail
    code
    figures {
      name
      value
    }
  }
  currency
  soldAt
  receivedAt
  settledAt
  lines {
    sku
    name
    quantity
    rowTotal
    tax
    discount
    override {
      regular
      reason
    }
    manual {
      reason
    }
  }
  tenders {
    kind
    amount
    reference
  }
  change
  charged {
    subtotal
    discount
    shipping
    tax
    total
  }
  expected {
    subtotal
    discount
    shipping
    tax
    total
  }
  due
  rounding
  deferred
  deferredPaid
  payments {
    orderId
    receiptNumber
    amount
    at
  }
  balances {
    orderId
    amount
  }
  refunded
  returned {
    orderId
    sku
    quantity
    refund
    state
  }
  magentoOrderNumber
  magentoStatus
  strategy
  differences {
    sku
    charged
    expected
    chargedTax
    expectedTax
    chargedDiscount
    expectedDiscount
  }
  decisions {
    at
    by
    action
    note
    reason
  }
  steps {
    name
    begunAt
    doneAt
    attempts
    result
  }
  customerId
  coupon
  fulfilment {
    kind
    locationId
  }
  returns {
    sku
    name
    quantity
    refund
    reason
  }
  unapproved
  tracking {
    carrier
    number
  }
  waitsFor
  handedOverAt
  handedOverBy
  cancelling
}`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const ExplainTotalsDocument = new TypedDocumentString(`
    query ExplainTotals($orderId: ID!) {
  explainTotals(orderId: $orderId) {
    current
    payable
    refused
    steps {
      code
      stage
      line
      sku
      name
      percent
      given
      coin
      text
      amount
    }
    needsMagento
    fromRules {
      ...FirstDifference
    }
    fromMagento {
      ...FirstDifference
    }
  }
}
    fragment FirstDifference on TotalsDifference {
  line
  sku
  figure
  charged
  other
}`) as unknown as TypedDocumentString<ExplainTotalsQuery, ExplainTotalsQueryVariables>;
export const HandOverDocument = new TypedDocumentString(`
    mutation HandOver($orderId: ID!, $staffId: ID) {
  handOver(orderId: $orderId, staffId: $staffId) {
    state
    held {
      reason
      message
      detail
      code
      figures {
        name
        value
      }
    }
    settledAt
    magentoOrderNumber
    magentoStatus
    waitsFor
    payments {
      orderId
      amount
    }
    tracking {
      carrier
      number
    }
  }
}
    `) as unknown as TypedDocumentString<HandOverMutation, HandOverMutationVariables>;
export const WaitingOrdersDocument = new TypedDocumentString(`
    query WaitingOrders($waitsFor: OrderWait!, $after: String) {
  orders(filter: {waitsFor: $waitsFor}, after: $after, first: 100) {
    orders {
      ...WaitingOrder
    }
    next
  }
}
    fragment WaitingOrder on Order {
  id
  receiptNumber
  soldAt
  locationId
  state
  held {
    reason
    message
  }
  currency
  customerName
  magentoOrderNumber
  charged {
    total
  }
  deferred
  payments {
    orderId
    amount
  }
  lines {
    sku
    name
    quantity
  }
  fulfilment {
    kind
    locationId
  }
  waitsFor
}`) as unknown as TypedDocumentString<WaitingOrdersQuery, WaitingOrdersQueryVariables>;
export const WaitingByReceiptDocument = new TypedDocumentString(`
    query WaitingByReceipt($receipt: String!) {
  orders(filter: {receiptNumber: $receipt}, first: 1) {
    orders {
      ...WaitingOrder
    }
  }
}
    fragment WaitingOrder on Order {
  id
  receiptNumber
  soldAt
  locationId
  state
  held {
    reason
    message
  }
  currency
  customerName
  magentoOrderNumber
  charged {
    total
  }
  deferred
  payments {
    orderId
    amount
  }
  lines {
    sku
    name
    quantity
  }
  fulfilment {
    kind
    locationId
  }
  waitsFor
}`) as unknown as TypedDocumentString<WaitingByReceiptQuery, WaitingByReceiptQueryVariables>;
export const EmailReceiptDocument = new TypedDocumentString(`
    mutation EmailReceipt($orderId: ID!, $email: String!) {
  emailReceipt(orderId: $orderId, email: $email)
}
    `) as unknown as TypedDocumentString<EmailReceiptMutation, EmailReceiptMutationVariables>;
export const OrderByReceiptDocument = new TypedDocumentString(`
    query OrderByReceipt($receipt: String!) {
  orders(filter: {receiptNumber: $receipt}, first: 1) {
    orders {
      id
      receiptNumber
      soldAt
      state
      deferred
      payments {
        orderId
        amount
      }
      lines {
        sku
        name
        quantity
        rowTotal
        tax
        discount
        compensation
      }
      returned {
        orderId
        sku
        quantity
        refund
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OrderByReceiptQuery, OrderByReceiptQueryVariables>;
export const SubmitShiftEventsDocument = new TypedDocumentString(`
    mutation SubmitShiftEvents($events: [ShiftEventInput!]!) {
  submitShiftEvents(events: $events) {
    id
    outcome
    message
  }
}
    `) as unknown as TypedDocumentString<SubmitShiftEventsMutation, SubmitShiftEventsMutationVariables>;
export const HeartbeatDocument = new TypedDocumentString(`
    mutation Heartbeat($input: HeartbeatInput!) {
  heartbeat(input: $input) {
    now
  }
}
    `) as unknown as TypedDocumentString<HeartbeatMutation, HeartbeatMutationVariables>;
export const ShiftReportDocument = new TypedDocumentString(`
    query ShiftReport($id: ID!) {
  shift(id: $id) {
    id
    registerId
    currency
    openedAt
    openedBy
    closedAt
    closedBy
    float
    paidIn
    paidOut
    drawerOpened
    orders
    sales
    discounts
    refunds
    tax
    rounding
    deferred
    balances
    cancelled
    cancelledAmount
    otherCurrency
    tenders {
      kind
      count
      amount
    }
    unsentOrders
    unsentAmount
    expectedCash
    countedCash
    countedAt
    difference
    events {
      id
      kind
      staffId
      approvedBy
      at
      amount
      reason
      denominations {
        value
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ShiftReportQuery, ShiftReportQueryVariables>;
export const ShiftsOfRegisterDocument = new TypedDocumentString(`
    query ShiftsOfRegister($from: Time!, $to: Time!) {
  shifts(from: $from, to: $to, first: 20) {
    id
    registerId
    currency
    openedAt
    openedBy
    closedAt
    float
    paidIn
    paidOut
    expectedCash
    events {
      id
      kind
      staffId
      approvedBy
      at
      amount
      reason
      denominations {
        value
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ShiftsOfRegisterQuery, ShiftsOfRegisterQueryVariables>;