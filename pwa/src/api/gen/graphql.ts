/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ApprovalInput = {
  /** By the device's clock. */
  at: string;
  permission: Permission;
  staffId: string;
};

export type BalanceInput = {
  amount: number;
  orderId: string;
};

export type BundleChoiceInput = {
  optionId: number;
  /** Of each selection in one bundle. */
  quantity: string;
  selections: Array<number>;
};

/**
 * The customer of an order: known by Magento's id, or new. A new one becomes a customer when the order is placed, unless
 * Magento knows one with their e-mail address.
 */
export type BuyerInput = {
  group: number;
  id?: number | null | undefined;
  /** What the register knows a customer of Magento's by, for people. */
  name?: string | null | undefined;
  new?: NewBuyerInput | null | undefined;
  taxClass?: number | null | undefined;
};

export type ChoicesInput = {
  bundle?: Array<BundleChoiceInput> | null | undefined;
  custom?: Array<CustomChoiceInput> | null | undefined;
  /** Ids of the bought files of a downloadable product. */
  links?: Array<number> | null | undefined;
};

/** A JPEG, PNG or GIF. Those of an order may have 512 KiB together. No query returns them. */
export type ChosenFileInput = {
  /** Base64 with padding, in one line. */
  content: string;
  /** image/jpeg, image/png or image/gif: what it is, and what its name ends in. */
  mediaType: string;
};

export type CustomChoiceInput = {
  /** The picture, for an option that asks for a file. */
  file?: ChosenFileInput | null | undefined;
  optionId: number;
  /** Typed text, the ids of the chosen values joined by commas, or the name of a picture. */
  value: string;
};

export type DocumentKind =
  | 'CATEGORY'
  /** What the totals of a cart depend on besides products: cart price rules, taxes, settings. One document, of key pricing. */
  | 'PRICING'
  | 'PRODUCT'
  | 'STOCK'
  | 'STORE';

export type ExemptionInput = {
  /** The number on the paper that the customer showed. */
  certificate: string;
  reason?: string | null | undefined;
};

export type FulfilmentInput = {
  /** For SHIP, with names and method. */
  address?: PostalAddressInput | null | undefined;
  firstName?: string | null | undefined;
  kind: FulfilmentKind;
  lastName?: string | null | undefined;
  /** For PICKUP. */
  locationId?: string | null | undefined;
  /** <carrier>_<method>. */
  method?: string | null | undefined;
};

export type FulfilmentKind =
  /** At a location, later. */
  | 'PICKUP'
  /** To an address; the warehouse ships it in Magento. */
  | 'SHIP';

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

export type LineInput = {
  choices?: ChoicesInput | null | undefined;
  /** Tax that was inside the discount, where prices include tax. */
  compensation?: number | null | undefined;
  /** What rules and staff took off the row. */
  discount?: number | null | undefined;
  /** What staff took off one piece; unitPrice is what is left. */
  manual?: ManualDiscountInput | null | undefined;
  /** What that came to for all pieces, in prices as the catalog has them. It is no part of discount; reports count both. */
  markedDown?: number | null | undefined;
  name: string;
  /** When staff replaced the price. */
  override?: OverrideInput | null | undefined;
  quantity: string;
  /** For all pieces, without tax, before discounts. */
  rowTotal: number;
  /** A variant is named by its own SKU. */
  sku: string;
  /** The line's share of the order's tax. */
  tax: number;
  /** For one piece, without tax. */
  unitPrice: number;
  /** True for something that the catalog does not have: sku is the location's generic one, name what staff typed. */
  unlisted?: boolean | null | undefined;
};

/** What staff took off: a percentage or an amount. */
export type ManualDiscountInput = {
  amount?: number | null | undefined;
  percent?: string | null | undefined;
  reason: string;
};

export type NewBuyerInput = {
  address?: PostalAddressInput | null | undefined;
  email: string;
  firstName: string;
  /** UUIDv7, minted on the device. */
  id: string;
  lastName: string;
};

export type OrderFilter = {
  receiptNumber?: string | null | undefined;
  registerId?: string | null | undefined;
  states?: Array<OrderState> | null | undefined;
  /**
   * PAYMENT: those sold at the location of which something is left to be paid. HAND_OVER: those that wait there to be picked up, wherever they
   * were sold. SHIPMENT is refused: no location can end it.
   */
  waitsFor?: OrderWait | null | undefined;
};

export type OrderRefusal =
  | 'BAD_INPUT'
  | 'BAD_QUANTITY'
  | 'TENDER_TOO_SMALL'
  | 'TOO_LARGE'
  | 'TOTALS_MISMATCH';

export type OrderState =
  | 'CANCELLED'
  | 'HELD'
  | 'INDETERMINATE'
  | 'PLACED'
  | 'PLACING'
  | 'RECEIVED'
  | 'SETTLED';

/** What an order waits for from outside. */
export type OrderWait =
  /** The goods wait to be picked up. */
  | 'HAND_OVER'
  /** The customer pays the rest later. */
  | 'PAYMENT'
  /** The warehouse ships it in Magento. */
  | 'SHIPMENT';

export type OverrideInput = {
  reason: string;
  /** The price that was replaced. */
  regular: number;
};

export type ParkInput = {
  /** What the register needs to go on, up to 64 KiB. Nobody else looks into it. */
  body: string;
  /** UUIDv7, minted on the device. */
  id: string;
  /** For people: a name, a table. */
  label?: string | null | undefined;
};

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

export type PostalAddressInput = {
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  postcode: string;
  region?: string | null | undefined;
  regionCode?: string | null | undefined;
  regionId?: number | null | undefined;
  street: Array<string>;
  telephone: string;
};

export type ReturnInput = {
  name: string;
  /** The order that the goods were sold with; null without a receipt. */
  orderId?: string | null | undefined;
  quantity: string;
  reason: string;
  /** With tax: what the customer gets back. */
  refund: number;
  /** Whether the goods can be sold again. */
  restock: boolean;
  sku: string;
  /** The source that they go to; null is the location's. */
  source?: string | null | undefined;
  /** The tax inside refund. */
  tax: number;
};

export type Role =
  | 'CASHIER'
  | 'MANAGER';

export type SubmitOrderInput = {
  /** What needed a permission, and who gave it. */
  approvals?: Array<ApprovalInput> | null | undefined;
  /** Payments of what earlier orders left to be paid. */
  balances?: Array<BalanceInput> | null | undefined;
  /** Cash handed back. */
  change: number;
  /** What the lines came to. */
  charged: TotalsInput;
  /** The register's receipt counter: from 1, without gaps. */
  counter: number;
  /** The code that was given, when it took effect. */
  coupon?: string | null | undefined;
  currency: string;
  /** Who bought; null for a guest. */
  customer?: BuyerInput | null | undefined;
  /** The part of the total that is paid later. */
  deferred?: number | null | undefined;
  /** What staff took off the whole order. */
  discount?: ManualDiscountInput | null | undefined;
  email?: string | null | undefined;
  /** Why no tax was charged; null where it was. */
  exemption?: ExemptionInput | null | undefined;
  /** Null when the customer carried the goods out of the shop. */
  fulfilment?: FulfilmentInput | null | undefined;
  /** UUIDv7, minted on the device when the order was begun. */
  id: string;
  lines: Array<LineInput>;
  note?: string | null | undefined;
  /** Fingerprint of the pricing document by which the register calculated. */
  pricing?: string | null | undefined;
  /** Goods of earlier orders that came back. */
  returns?: Array<ReturnInput> | null | undefined;
  /** What rounding to the coins in use added to what was due; negative when it took off. */
  rounding?: number | null | undefined;
  /** Ids of the cart price rules that took effect. */
  rules?: Array<number> | null | undefined;
  shiftId?: string | null | undefined;
  /** By the device's clock. */
  soldAt: string;
  staffId: string;
  tenders: Array<TenderInput>;
};

export type TenderInput = {
  /** As handed over; cash may exceed what is due. Less than 0 when it was paid out. */
  amount: number;
  kind: TenderKind;
  reference?: string | null | undefined;
};

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

/** What the lines of an order come to: subtotal − discount + shipping + tax + compensation is the total. */
export type TotalsInput = {
  /** Tax that was inside the discounts, where prices include tax. */
  compensation?: number | null | undefined;
  /** That on shipping included. */
  discount?: number | null | undefined;
  /** Without tax, before discounts. */
  shipping?: number | null | undefined;
  /** Without tax, before discounts. */
  subtotal: number;
  /** Of lines and shipping. */
  tax: number;
  total: number;
};

export type CatalogManifestQueryVariables = Exact<{
  store: string;
}>;


export type CatalogManifestQuery = { catalogManifest: { cursor: string, fingerprint: string, builtAt: string, chunks: Array<{ kind: DocumentKind, digest: string, documents: number, bytes: number, url: string }> } };

export type CatalogChangesQueryVariables = Exact<{
  store: string;
  after: string;
  first: number;
}>;


export type CatalogChangesQuery = { catalogChanges: { next: string, more: boolean, resyncRequired: boolean, entries: Array<{ kind: DocumentKind, key: string, document: unknown, deleted: boolean }> } };

export type CatalogChangedSubscriptionVariables = Exact<{
  store: string;
}>;


export type CatalogChangedSubscription = { catalogChanged: string };

export type OrderStatusFragment = { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> };

export type SubmitOrderMutationVariables = Exact<{
  input: SubmitOrderInput;
}>;


export type SubmitOrderMutation = { submitOrder:
    | { __typename: 'OrderConflict', message: string }
    | { __typename: 'OrderReceived', duplicate: boolean, order: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> } }
    | { __typename: 'OrderRefused', code: OrderRefusal, message: string }
   };

export type RetryOrderMutationVariables = Exact<{
  id: string;
}>;


export type RetryOrderMutation = { retryOrder: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> } };

export type OrderByIdQueryVariables = Exact<{
  id: string;
}>;


export type OrderByIdQuery = { order: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> } | null };

export type OrdersOfRegisterQueryVariables = Exact<{
  filter: OrderFilter;
  after?: string | null | undefined;
  first: number;
}>;


export type OrdersOfRegisterQuery = { orders: { next: string | null, orders: Array<{ id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> }> } };

export type OrderChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OrderChangedSubscription = { orderChanged: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, waitsFor: Array<OrderWait>, held: { reason: HeldReason, message: string, detail: string, code: string | null, figures: Array<{ name: string, value: string }> } | null, payments: Array<{ orderId: string, amount: number }>, tracking: Array<{ carrier: string, number: string }> } };

export type ParkOrderMutationVariables = Exact<{
  input: ParkInput;
}>;


export type ParkOrderMutation = { parkOrder: { expiresAt: string } };

export type ParkedOrdersQueryVariables = Exact<{ [key: string]: never; }>;


export type ParkedOrdersQuery = { parkedOrders: Array<{ id: string, label: string | null, registerId: string, staffId: string | null, parkedAt: string, expiresAt: string }> };

export type RecallOrderMutationVariables = Exact<{
  id: string;
}>;


export type RecallOrderMutation = { recallOrder: { id: string, body: string | null } };

export type WorkplaceFieldsFragment = { lastCounter: number, register: { id: string, name: string }, location: { id: string, name: string, store: string, unlistedSku: string | null, cashRounding: number, shippingMethod: string, paymentMethod: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string }, shipping: Array<{ method: string, name: string, price: number | null }> }, staff: Array<{ id: string, name: string, role: Role, permissions: Array<Permission> }>, pickup: Array<{ id: string, name: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string } }> };

export type WorkplaceQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkplaceQuery = { workplace: { lastCounter: number, register: { id: string, name: string }, location: { id: string, name: string, store: string, unlistedSku: string | null, cashRounding: number, shippingMethod: string, paymentMethod: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string }, shipping: Array<{ method: string, name: string, price: number | null }> }, staff: Array<{ id: string, name: string, role: Role, permissions: Array<Permission> }>, pickup: Array<{ id: string, name: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string } }> } };

export type EnrolDeviceMutationVariables = Exact<{
  code: string;
  label: string;
}>;


export type EnrolDeviceMutation = { enrolDevice: { token: string, deviceId: string, workplace: { lastCounter: number, register: { id: string, name: string }, location: { id: string, name: string, store: string, unlistedSku: string | null, cashRounding: number, shippingMethod: string, paymentMethod: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string }, shipping: Array<{ method: string, name: string, price: number | null }> }, staff: Array<{ id: string, name: string, role: Role, permissions: Array<Permission> }>, pickup: Array<{ id: string, name: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string } }> } } };

export type SignInMutationVariables = Exact<{
  staffId: string;
  pin: string;
}>;


export type SignInMutation = { signIn: { token: string, expiresAt: string, staff: { id: string, name: string, role: Role, permissions: Array<Permission> } } };

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
export const OrderStatusFragmentDoc = new TypedDocumentString(`
    fragment OrderStatus on Order {
  id
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
  receivedAt
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
    `, {"fragmentName":"OrderStatus"}) as unknown as TypedDocumentString<OrderStatusFragment, unknown>;
export const WorkplaceFieldsFragmentDoc = new TypedDocumentString(`
    fragment WorkplaceFields on Workplace {
  register {
    id
    name
  }
  location {
    id
    name
    store
    address {
      street
      city
      postcode
      country
      regionId
      telephone
    }
    unlistedSku
    cashRounding
    shippingMethod
    paymentMethod
    shipping {
      method
      name
      price
    }
  }
  staff {
    id
    name
    role
    permissions
  }
  lastCounter
  pickup {
    id
    name
    address {
      street
      city
      postcode
      country
      regionId
      telephone
    }
  }
}
    `, {"fragmentName":"WorkplaceFields"}) as unknown as TypedDocumentString<WorkplaceFieldsFragment, unknown>;
export const CatalogManifestDocument = new TypedDocumentString(`
    query CatalogManifest($store: String!) {
  catalogManifest(store: $store) {
    cursor
    fingerprint
    builtAt
    chunks {
      kind
      digest
      documents
      bytes
      url
    }
  }
}
    `) as unknown as TypedDocumentString<CatalogManifestQuery, CatalogManifestQueryVariables>;
export const CatalogChangesDocument = new TypedDocumentString(`
    query CatalogChanges($store: String!, $after: String!, $first: Int!) {
  catalogChanges(store: $store, after: $after, first: $first) {
    entries {
      kind
      key
      document
      deleted
    }
    next
    more
    resyncRequired
  }
}
    `) as unknown as TypedDocumentString<CatalogChangesQuery, CatalogChangesQueryVariables>;
export const CatalogChangedDocument = new TypedDocumentString(`
    subscription CatalogChanged($store: String!) {
  catalogChanged(store: $store)
}
    `) as unknown as TypedDocumentString<CatalogChangedSubscription, CatalogChangedSubscriptionVariables>;
export const SubmitOrderDocument = new TypedDocumentString(`
    mutation SubmitOrder($input: SubmitOrderInput!) {
  submitOrder(input: $input) {
    __typename
    ... on OrderReceived {
      duplicate
      order {
        ...OrderStatus
      }
    }
    ... on OrderConflict {
      message
    }
    ... on OrderRefused {
      code
      message
    }
  }
}
    fragment OrderStatus on Order {
  id
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
  receivedAt
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
}`) as unknown as TypedDocumentString<SubmitOrderMutation, SubmitOrderMutationVariables>;
export const RetryOrderDocument = new TypedDocumentString(`
    mutation RetryOrder($id: ID!) {
  retryOrder(id: $id) {
    ...OrderStatus
  }
}
    fragment OrderStatus on Order {
  id
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
  receivedAt
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
}`) as unknown as TypedDocumentString<RetryOrderMutation, RetryOrderMutationVariables>;
export const OrderByIdDocument = new TypedDocumentString(`
    query OrderById($id: ID!) {
  order(id: $id) {
    ...OrderStatus
  }
}
    fragment OrderStatus on Order {
  id
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
  receivedAt
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
}`) as unknown as TypedDocumentString<OrderByIdQuery, OrderByIdQueryVariables>;
export const OrdersOfRegisterDocument = new TypedDocumentString(`
    query OrdersOfRegister($filter: OrderFilter!, $after: String, $first: Int!) {
  orders(filter: $filter, after: $after, first: $first) {
    orders {
      ...OrderStatus
    }
    next
  }
}
    fragment OrderStatus on Order {
  id
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
  receivedAt
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
}`) as unknown as TypedDocumentString<OrdersOfRegisterQuery, OrdersOfRegisterQueryVariables>;
export const OrderChangedDocument = new TypedDocumentString(`
    subscription OrderChanged {
  orderChanged {
    ...OrderStatus
  }
}
    fragment OrderStatus on Order {
  id
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
  receivedAt
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
}`) as unknown as TypedDocumentString<OrderChangedSubscription, OrderChangedSubscriptionVariables>;
export const ParkOrderDocument = new TypedDocumentString(`
    mutation ParkOrder($input: ParkInput!) {
  parkOrder(input: $input) {
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<ParkOrderMutation, ParkOrderMutationVariables>;
export const ParkedOrdersDocument = new TypedDocumentString(`
    query ParkedOrders {
  parkedOrders {
    id
    label
    registerId
    staffId
    parkedAt
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<ParkedOrdersQuery, ParkedOrdersQueryVariables>;
export const RecallOrderDocument = new TypedDocumentString(`
    mutation RecallOrder($id: ID!) {
  recallOrder(id: $id) {
    id
    body
  }
}
    `) as unknown as TypedDocumentString<RecallOrderMutation, RecallOrderMutationVariables>;
export const WorkplaceDocument = new TypedDocumentString(`
    query Workplace {
  workplace {
    ...WorkplaceFields
  }
}
    fragment WorkplaceFields on Workplace {
  register {
    id
    name
  }
  location {
    id
    name
    store
    address {
      street
      city
      postcode
      country
      regionId
      telephone
    }
    unlistedSku
    cashRounding
    shippingMethod
    paymentMethod
    shipping {
      method
      name
      price
    }
  }
  staff {
    id
    name
    role
    permissions
  }
  lastCounter
  pickup {
    id
    name
    address {
      street
      city
      postcode
      country
      regionId
      telephone
    }
  }
}`) as unknown as TypedDocumentString<WorkplaceQuery, WorkplaceQueryVariables>;
export const EnrolDeviceDocument = new TypedDocumentString(`
    mutation EnrolDevice($code: String!, $label: String!) {
  enrolDevice(code: $code, label: $label) {
    token
    deviceId
    workplace {
      ...WorkplaceFields
    }
  }
}
    fragment WorkplaceFields on Workplace {
  register {
    id
    name
  }
  location {
    id
    name
    store
    address {
      street
      city
      postcode
      country
      regionId
      telephone
    }
    unlistedSku
    cashRounding
    shippingMethod
    paymentMethod
    shipping {
      method
      name
      price
    }
  }
  staff {
    id
    name
    role
    permissions
  }
  lastCounter
  pickup {
    id
    name
    address {
      street
      city
      postcode
      country
      regionId
      telephone
    }
  }
}`) as unknown as TypedDocumentString<EnrolDeviceMutation, EnrolDeviceMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($staffId: ID!, $pin: String!) {
  signIn(staffId: $staffId, pin: $pin) {
    token
    expiresAt
    staff {
      id
      name
      role
      permissions
    }
  }
}
    `) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;