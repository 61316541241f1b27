/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query CatalogManifest($store: String!) {\n  catalogManifest(store: $store) {\n    cursor\n    fingerprint\n    builtAt\n    chunks {\n      kind\n      digest\n      documents\n      bytes\n      url\n    }\n  }\n}\n\nquery CatalogChanges($store: String!, $after: String!, $first: Int!) {\n  catalogChanges(store: $store, after: $after, first: $first) {\n    entries {\n      kind\n      key\n      document\n      deleted\n    }\n    next\n    more\n    resyncRequired\n  }\n}\n\nsubscription CatalogChanged($store: String!) {\n  catalogChanged(store: $store)\n}": typeof types.CatalogManifestDocument,
    "fragment OrderStatus on Order {\n  id\n  state\n  held {\n    reason\n    message\n    detail\n  }\n  receivedAt\n  settledAt\n  magentoOrderNumber\n  magentoStatus\n}\n\nmutation SubmitOrder($input: SubmitOrderInput!) {\n  submitOrder(input: $input) {\n    __typename\n    ... on OrderReceived {\n      duplicate\n      order {\n        ...OrderStatus\n      }\n    }\n    ... on OrderConflict {\n      message\n    }\n    ... on OrderRefused {\n      code\n      message\n    }\n  }\n}\n\nmutation RetryOrder($id: ID!) {\n  retryOrder(id: $id) {\n    ...OrderStatus\n  }\n}\n\nquery OrderById($id: ID!) {\n  order(id: $id) {\n    ...OrderStatus\n  }\n}\n\nquery OrdersOfRegister($filter: OrderFilter!, $after: String, $first: Int!) {\n  orders(filter: $filter, after: $after, first: $first) {\n    orders {\n      ...OrderStatus\n    }\n    next\n  }\n}\n\nsubscription OrderChanged {\n  orderChanged {\n    ...OrderStatus\n  }\n}": typeof types.OrderStatusFragmentDoc,
    "fragment WorkplaceFields on Workplace {\n  register {\n    id\n    name\n  }\n  location {\n    id\n    name\n    store\n    address {\n      street\n      city\n      postcode\n      country\n      regionId\n      telephone\n    }\n  }\n  staff {\n    id\n    name\n    role\n  }\n  lastCounter\n}\n\nquery Workplace {\n  workplace {\n    ...WorkplaceFields\n  }\n}\n\nmutation EnrolDevice($code: String!, $label: String!) {\n  enrolDevice(code: $code, label: $label) {\n    token\n    deviceId\n    workplace {\n      ...WorkplaceFields\n    }\n  }\n}\n\nmutation SignIn($staffId: ID!, $pin: String!) {\n  signIn(staffId: $staffId, pin: $pin) {\n    token\n    expiresAt\n    staff {\n      id\n      name\n      role\n    }\n  }\n}": typeof types.WorkplaceFieldsFragmentDoc,
};
const documents: Documents = {
    "query CatalogManifest($store: String!) {\n  catalogManifest(store: $store) {\n    cursor\n    fingerprint\n    builtAt\n    chunks {\n      kind\n      digest\n      documents\n      bytes\n      url\n    }\n  }\n}\n\nquery CatalogChanges($store: String!, $after: String!, $first: Int!) {\n  catalogChanges(store: $store, after: $after, first: $first) {\n    entries {\n      kind\n      key\n      document\n      deleted\n    }\n    next\n    more\n    resyncRequired\n  }\n}\n\nsubscription CatalogChanged($store: String!) {\n  catalogChanged(store: $store)\n}": types.CatalogManifestDocument,
    "fragment OrderStatus on Order {\n  id\n  state\n  held {\n    reason\n    message\n    detail\n  }\n  receivedAt\n  settledAt\n  magentoOrderNumber\n  magentoStatus\n}\n\nmutation SubmitOrder($input: SubmitOrderInput!) {\n  submitOrder(input: $input) {\n    __typename\n    ... on OrderReceived {\n      duplicate\n      order {\n        ...OrderStatus\n      }\n    }\n    ... on OrderConflict {\n      message\n    }\n    ... on OrderRefused {\n      code\n      message\n    }\n  }\n}\n\nmutation RetryOrder($id: ID!) {\n  retryOrder(id: $id) {\n    ...OrderStatus\n  }\n}\n\nquery OrderById($id: ID!) {\n  order(id: $id) {\n    ...OrderStatus\n  }\n}\n\nquery OrdersOfRegister($filter: OrderFilter!, $after: String, $first: Int!) {\n  orders(filter: $filter, after: $after, first: $first) {\n    orders {\n      ...OrderStatus\n    }\n    next\n  }\n}\n\nsubscription OrderChanged {\n  orderChanged {\n    ...OrderStatus\n  }\n}": types.OrderStatusFragmentDoc,
    "fragment WorkplaceFields on Workplace {\n  register {\n    id\n    name\n  }\n  location {\n    id\n    name\n    store\n    address {\n      street\n      city\n      postcode\n      country\n      regionId\n      telephone\n    }\n  }\n  staff {\n    id\n    name\n    role\n  }\n  lastCounter\n}\n\nquery Workplace {\n  workplace {\n    ...WorkplaceFields\n  }\n}\n\nmutation EnrolDevice($code: String!, $label: String!) {\n  enrolDevice(code: $code, label: $label) {\n    token\n    deviceId\n    workplace {\n      ...WorkplaceFields\n    }\n  }\n}\n\nmutation SignIn($staffId: ID!, $pin: String!) {\n  signIn(staffId: $staffId, pin: $pin) {\n    token\n    expiresAt\n    staff {\n      id\n      name\n      role\n    }\n  }\n}": types.WorkplaceFieldsFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CatalogManifest($store: String!) {\n  catalogManifest(store: $store) {\n    cursor\n    fingerprint\n    builtAt\n    chunks {\n      kind\n      digest\n      documents\n      bytes\n      url\n    }\n  }\n}\n\nquery CatalogChanges($store: String!, $after: String!, $first: Int!) {\n  catalogChanges(store: $store, after: $after, first: $first) {\n    entries {\n      kind\n      key\n      document\n      deleted\n    }\n    next\n    more\n    resyncRequired\n  }\n}\n\nsubscription CatalogChanged($store: String!) {\n  catalogChanged(store: $store)\n}"): typeof import('./graphql').CatalogManifestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment OrderStatus on Order {\n  id\n  state\n  held {\n    reason\n    message\n    detail\n  }\n  receivedAt\n  settledAt\n  magentoOrderNumber\n  magentoStatus\n}\n\nmutation SubmitOrder($input: SubmitOrderInput!) {\n  submitOrder(input: $input) {\n    __typename\n    ... on OrderReceived {\n      duplicate\n      order {\n        ...OrderStatus\n      }\n    }\n    ... on OrderConflict {\n      message\n    }\n    ... on OrderRefused {\n      code\n      message\n    }\n  }\n}\n\nmutation RetryOrder($id: ID!) {\n  retryOrder(id: $id) {\n    ...OrderStatus\n  }\n}\n\nquery OrderById($id: ID!) {\n  order(id: $id) {\n    ...OrderStatus\n  }\n}\n\nquery OrdersOfRegister($filter: OrderFilter!, $after: String, $first: Int!) {\n  orders(filter: $filter, after: $after, first: $first) {\n    orders {\n      ...OrderStatus\n    }\n    next\n  }\n}\n\nsubscription OrderChanged {\n  orderChanged {\n    ...OrderStatus\n  }\n}"): typeof import('./graphql').OrderStatusFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment WorkplaceFields on Workplace {\n  register {\n    id\n    name\n  }\n  location {\n    id\n    name\n    store\n    address {\n      street\n      city\n      postcode\n      country\n      regionId\n      telephone\n    }\n  }\n  staff {\n    id\n    name\n    role\n  }\n  lastCounter\n}\n\nquery Workplace {\n  workplace {\n    ...WorkplaceFields\n  }\n}\n\nmutation EnrolDevice($code: String!, $label: String!) {\n  enrolDevice(code: $code, label: $label) {\n    token\n    deviceId\n    workplace {\n      ...WorkplaceFields\n    }\n  }\n}\n\nmutation SignIn($staffId: ID!, $pin: String!) {\n  signIn(staffId: $staffId, pin: $pin) {\n    token\n    expiresAt\n    staff {\n      id\n      name\n      role\n    }\n  }\n}"): typeof import('./graphql').WorkplaceFieldsFragmentDoc;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
