/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type HeartbeatInput = {
  /** Up to 64 characters. */
  appVersion: string;
  /** When the catalog on the device was last known to be up to date. */
  catalogAt?: string | null | undefined;
  oldestWaitingAt?: string | null | undefined;
  /** Orders on the device that were not received yet, and when the oldest of them was sold. */
  ordersWaiting: number;
};

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

export type EmailReceiptMutationVariables = Exact<{
  orderId: string;
  email: string;
}>;


export type EmailReceiptMutation = { emailReceipt: boolean };

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


export type ShiftReportQuery = { shift: { id: string, registerId: string, currency: string, openedAt: string | null, openedBy: string | null, closedAt: string | null, closedBy: string | null, float: number, paidIn: number, paidOut: number, drawerOpened: number, orders: number, sales: number, discounts: number, refunds: number, tax: number, rounding: number, cancelled: number, cancelledAmount: number, otherCurrency: number, unsentOrders: number, unsentAmount: number, expectedCash: number, countedCash: number | null, countedAt: string | null, difference: number | null, tenders: Array<{ kind: TenderKind, count: number, amount: number }>, events: Array<{ id: string, kind: ShiftEventKind, staffId: string, approvedBy: string | null, at: string, amount: number, reason: string | null, denominations: Array<{ value: number, count: number }> }> } | null };

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
export const EmailReceiptDocument = new TypedDocumentString(`
    mutation EmailReceipt($orderId: ID!, $email: String!) {
  emailReceipt(orderId: $orderId, email: $email)
}
    `) as unknown as TypedDocumentString<EmailReceiptMutation, EmailReceiptMutationVariables>;
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