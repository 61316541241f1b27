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