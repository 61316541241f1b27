/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type DocumentKind =
  | 'CATEGORY'
  | 'PRODUCT'
  | 'STOCK'
  | 'STORE';

export type HeldReason =
  | 'METHOD_MISSING'
  | 'NO_RESERVATION'
  | 'NUMBER_TAKEN'
  | 'ORDER_MISSING'
  | 'OUT_OF_STOCK'
  | 'PRODUCT_GONE'
  | 'REFUSED_BY_MAGENTO'
  | 'TOO_MANY_ATTEMPTS'
  | 'TOTALS_DIFFER';

export type LineInput = {
  name: string;
  quantity: string;
  /** unitPrice × quantity, rounded half away from zero, without tax. */
  rowTotal: number;
  /** A variant is named by its own SKU. */
  sku: string;
  /** The line's share of the order's tax. */
  tax: number;
  /** For one piece, without tax. */
  unitPrice: number;
};

export type OrderFilter = {
  receiptNumber?: string | null | undefined;
  registerId?: string | null | undefined;
  states?: Array<OrderState> | null | undefined;
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

export type Role =
  | 'CASHIER'
  | 'MANAGER';

export type SubmitOrderInput = {
  /** Cash handed back. */
  change: number;
  charged: TotalsInput;
  /** The register's receipt counter: from 1, without gaps. */
  counter: number;
  currency: string;
  email?: string | null | undefined;
  /** UUIDv7, minted on the device when the order was begun. */
  id: string;
  lines: Array<LineInput>;
  note?: string | null | undefined;
  /** By the device's clock. */
  soldAt: string;
  staffId: string;
  tenders: Array<TenderInput>;
};

export type TenderInput = {
  /** As handed over; cash may exceed what is due. */
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

export type TotalsInput = {
  subtotal: number;
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

export type OrderStatusFragment = { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, held: { reason: HeldReason, message: string, detail: string } | null };

export type SubmitOrderMutationVariables = Exact<{
  input: SubmitOrderInput;
}>;


export type SubmitOrderMutation = { submitOrder:
    | { __typename: 'OrderConflict', message: string }
    | { __typename: 'OrderReceived', duplicate: boolean, order: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, held: { reason: HeldReason, message: string, detail: string } | null } }
    | { __typename: 'OrderRefused', code: OrderRefusal, message: string }
   };

export type RetryOrderMutationVariables = Exact<{
  id: string;
}>;


export type RetryOrderMutation = { retryOrder: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, held: { reason: HeldReason, message: string, detail: string } | null } };

export type OrderByIdQueryVariables = Exact<{
  id: string;
}>;


export type OrderByIdQuery = { order: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, held: { reason: HeldReason, message: string, detail: string } | null } | null };

export type OrdersOfRegisterQueryVariables = Exact<{
  filter: OrderFilter;
  after?: string | null | undefined;
  first: number;
}>;


export type OrdersOfRegisterQuery = { orders: { next: string | null, orders: Array<{ id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, held: { reason: HeldReason, message: string, detail: string } | null }> } };

export type OrderChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OrderChangedSubscription = { orderChanged: { id: string, state: OrderState, receivedAt: string, settledAt: string | null, magentoOrderNumber: string | null, magentoStatus: string | null, held: { reason: HeldReason, message: string, detail: string } | null } };

export type WorkplaceFieldsFragment = { lastCounter: number, register: { id: string, name: string }, location: { id: string, name: string, store: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string } }, staff: Array<{ id: string, name: string, role: Role }> };

export type WorkplaceQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkplaceQuery = { workplace: { lastCounter: number, register: { id: string, name: string }, location: { id: string, name: string, store: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string } }, staff: Array<{ id: string, name: string, role: Role }> } };

export type EnrolDeviceMutationVariables = Exact<{
  code: string;
  label: string;
}>;


export type EnrolDeviceMutation = { enrolDevice: { token: string, deviceId: string, workplace: { lastCounter: number, register: { id: string, name: string }, location: { id: string, name: string, store: string, address: { street: Array<string>, city: string, postcode: string, country: string, regionId: number, telephone: string } }, staff: Array<{ id: string, name: string, role: Role }> } } };

export type SignInMutationVariables = Exact<{
  staffId: string;
  pin: string;
}>;


export type SignInMutation = { signIn: { token: string, expiresAt: string, staff: { id: string, name: string, role: Role } } };

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
  }
  receivedAt
  settledAt
  magentoOrderNumber
  magentoStatus
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
  }
  staff {
    id
    name
    role
  }
  lastCounter
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
    `, {"hash":"sha256:c8bb8c463b20b137036368336d7b66c781c87fb6353bed7fd7be40ff54ee301f"}) as unknown as TypedDocumentString<CatalogManifestQuery, CatalogManifestQueryVariables>;
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
    `, {"hash":"sha256:bd0989136814ae2555e67018169955624ae1956f15cc81cd6e2918ad505fc97e"}) as unknown as TypedDocumentString<CatalogChangesQuery, CatalogChangesQueryVariables>;
export const CatalogChangedDocument = new TypedDocumentString(`
    subscription CatalogChanged($store: String!) {
  catalogChanged(store: $store)
}
    `, {"hash":"sha256:3ab7755091db20d4a5641b1db488958d0c7b4e9b382418dfea8a6bb551fcd7a6"}) as unknown as TypedDocumentString<CatalogChangedSubscription, CatalogChangedSubscriptionVariables>;
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
  }
  receivedAt
  settledAt
  magentoOrderNumber
  magentoStatus
}`, {"hash":"sha256:5f389488d2960837bfbb0ceda520769ff39ee0048c906f41bce074443ae3181c"}) as unknown as TypedDocumentString<SubmitOrderMutation, SubmitOrderMutationVariables>;
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
  }
  receivedAt
  settledAt
  magentoOrderNumber
  magentoStatus
}`, {"hash":"sha256:2dd60d78def90cca927e8e46e0875edae6296fa69d98fd1dccbafa66bb717ffd"}) as unknown as TypedDocumentString<RetryOrderMutation, RetryOrderMutationVariables>;
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
  }
  receivedAt
  settledAt
  magentoOrderNumber
  magentoStatus
}`, {"hash":"sha256:f7edbc864aa91a1c9d909cf5745aace161d6f54255e46f68ec41f7660061a827"}) as unknown as TypedDocumentString<OrderByIdQuery, OrderByIdQueryVariables>;
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
  }
  receivedAt
  settledAt
  magentoOrderNumber
  magentoStatus
}`, {"hash":"sha256:17ed70b449adf705e9c96e39365a622c513ffd17e8ed975485d9d572e0b4a7dc"}) as unknown as TypedDocumentString<OrdersOfRegisterQuery, OrdersOfRegisterQueryVariables>;
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
  }
  receivedAt
  settledAt
  magentoOrderNumber
  magentoStatus
}`, {"hash":"sha256:86cf0cf92cd863d6fa2f98d91b95e3f6f689202c03c39fb2bdec7ca61e20da8f"}) as unknown as TypedDocumentString<OrderChangedSubscription, OrderChangedSubscriptionVariables>;
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
  }
  staff {
    id
    name
    role
  }
  lastCounter
}`, {"hash":"sha256:bd88db6055747e20e4264ffd90e67648eae7f17c700f664b29bd27b7e671190a"}) as unknown as TypedDocumentString<WorkplaceQuery, WorkplaceQueryVariables>;
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
  }
  staff {
    id
    name
    role
  }
  lastCounter
}`, {"hash":"sha256:95847d986c99401c733bd0227bf2ee9e1e550b3102e718268018917fcc3f28c8"}) as unknown as TypedDocumentString<EnrolDeviceMutation, EnrolDeviceMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($staffId: ID!, $pin: String!) {
  signIn(staffId: $staffId, pin: $pin) {
    token
    expiresAt
    staff {
      id
      name
      role
    }
  }
}
    `, {"hash":"sha256:47e941fed1d23a7b488c2babdb73947a56820f4ecca154238c3d797d59ad111f"}) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;