/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type RegistersQueryVariables = Exact<{ [key: string]: never; }>;


export type RegistersQuery = { registers: Array<{ id: string, name: string, locationId: string, locationName: string, devices: Array<{ id: string, label: string, enrolledAt: string, revokedAt: string | null, seenAt: string | null, ordersWaiting: number | null, oldestWaitingAt: string | null, catalogAt: string | null, appVersion: string | null }> }> };

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