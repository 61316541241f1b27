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
    "fragment CustomerFields on RegisterCustomer {\n  id\n  email\n  firstName\n  lastName\n  phone\n  groupId\n  taxClassId\n}\n\nquery FindCustomers($search: String!, $first: Int!) {\n  findCustomers(search: $search, first: $first) {\n    ...CustomerFields\n  }\n}\n\nmutation CreateRegisterCustomer($input: CreateRegisterCustomerInput!) {\n  createRegisterCustomer(input: $input) {\n    __typename\n    ... on RegisterCustomerReady {\n      known\n      customer {\n        ...CustomerFields\n      }\n    }\n    ... on RegisterCustomerRefused {\n      message\n    }\n  }\n}": typeof types.CustomerFieldsFragmentDoc,
    "query Registers {\n  registers {\n    id\n    name\n    locationId\n    locationName\n    devices {\n      id\n      label\n      enrolledAt\n      revokedAt\n      seenAt\n      ordersWaiting\n      oldestWaitingAt\n      catalogAt\n      appVersion\n    }\n  }\n}": typeof types.RegistersDocument,
    "mutation EmailReceipt($orderId: ID!, $email: String!) {\n  emailReceipt(orderId: $orderId, email: $email)\n}": typeof types.EmailReceiptDocument,
    "mutation SubmitShiftEvents($events: [ShiftEventInput!]!) {\n  submitShiftEvents(events: $events) {\n    id\n    outcome\n    message\n  }\n}\n\nmutation Heartbeat($input: HeartbeatInput!) {\n  heartbeat(input: $input) {\n    now\n  }\n}\n\nquery ShiftReport($id: ID!) {\n  shift(id: $id) {\n    id\n    registerId\n    currency\n    openedAt\n    openedBy\n    closedAt\n    closedBy\n    float\n    paidIn\n    paidOut\n    drawerOpened\n    orders\n    sales\n    discounts\n    refunds\n    tax\n    rounding\n    cancelled\n    cancelledAmount\n    otherCurrency\n    tenders {\n      kind\n      count\n      amount\n    }\n    unsentOrders\n    unsentAmount\n    expectedCash\n    countedCash\n    countedAt\n    difference\n    events {\n      id\n      kind\n      staffId\n      approvedBy\n      at\n      amount\n      reason\n      denominations {\n        value\n        count\n      }\n    }\n  }\n}": typeof types.SubmitShiftEventsDocument,
};
const documents: Documents = {
    "fragment CustomerFields on RegisterCustomer {\n  id\n  email\n  firstName\n  lastName\n  phone\n  groupId\n  taxClassId\n}\n\nquery FindCustomers($search: String!, $first: Int!) {\n  findCustomers(search: $search, first: $first) {\n    ...CustomerFields\n  }\n}\n\nmutation CreateRegisterCustomer($input: CreateRegisterCustomerInput!) {\n  createRegisterCustomer(input: $input) {\n    __typename\n    ... on RegisterCustomerReady {\n      known\n      customer {\n        ...CustomerFields\n      }\n    }\n    ... on RegisterCustomerRefused {\n      message\n    }\n  }\n}": types.CustomerFieldsFragmentDoc,
    "query Registers {\n  registers {\n    id\n    name\n    locationId\n    locationName\n    devices {\n      id\n      label\n      enrolledAt\n      revokedAt\n      seenAt\n      ordersWaiting\n      oldestWaitingAt\n      catalogAt\n      appVersion\n    }\n  }\n}": types.RegistersDocument,
    "mutation EmailReceipt($orderId: ID!, $email: String!) {\n  emailReceipt(orderId: $orderId, email: $email)\n}": types.EmailReceiptDocument,
    "mutation SubmitShiftEvents($events: [ShiftEventInput!]!) {\n  submitShiftEvents(events: $events) {\n    id\n    outcome\n    message\n  }\n}\n\nmutation Heartbeat($input: HeartbeatInput!) {\n  heartbeat(input: $input) {\n    now\n  }\n}\n\nquery ShiftReport($id: ID!) {\n  shift(id: $id) {\n    id\n    registerId\n    currency\n    openedAt\n    openedBy\n    closedAt\n    closedBy\n    float\n    paidIn\n    paidOut\n    drawerOpened\n    orders\n    sales\n    discounts\n    refunds\n    tax\n    rounding\n    cancelled\n    cancelledAmount\n    otherCurrency\n    tenders {\n      kind\n      count\n      amount\n    }\n    unsentOrders\n    unsentAmount\n    expectedCash\n    countedCash\n    countedAt\n    difference\n    events {\n      id\n      kind\n      staffId\n      approvedBy\n      at\n      amount\n      reason\n      denominations {\n        value\n        count\n      }\n    }\n  }\n}": types.SubmitShiftEventsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment CustomerFields on RegisterCustomer {\n  id\n  email\n  firstName\n  lastName\n  phone\n  groupId\n  taxClassId\n}\n\nquery FindCustomers($search: String!, $first: Int!) {\n  findCustomers(search: $search, first: $first) {\n    ...CustomerFields\n  }\n}\n\nmutation CreateRegisterCustomer($input: CreateRegisterCustomerInput!) {\n  createRegisterCustomer(input: $input) {\n    __typename\n    ... on RegisterCustomerReady {\n      known\n      customer {\n        ...CustomerFields\n      }\n    }\n    ... on RegisterCustomerRefused {\n      message\n    }\n  }\n}"): typeof import('./graphql').CustomerFieldsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Registers {\n  registers {\n    id\n    name\n    locationId\n    locationName\n    devices {\n      id\n      label\n      enrolledAt\n      revokedAt\n      seenAt\n      ordersWaiting\n      oldestWaitingAt\n      catalogAt\n      appVersion\n    }\n  }\n}"): typeof import('./graphql').RegistersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation EmailReceipt($orderId: ID!, $email: String!) {\n  emailReceipt(orderId: $orderId, email: $email)\n}"): typeof import('./graphql').EmailReceiptDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SubmitShiftEvents($events: [ShiftEventInput!]!) {\n  submitShiftEvents(events: $events) {\n    id\n    outcome\n    message\n  }\n}\n\nmutation Heartbeat($input: HeartbeatInput!) {\n  heartbeat(input: $input) {\n    now\n  }\n}\n\nquery ShiftReport($id: ID!) {\n  shift(id: $id) {\n    id\n    registerId\n    currency\n    openedAt\n    openedBy\n    closedAt\n    closedBy\n    float\n    paidIn\n    paidOut\n    drawerOpened\n    orders\n    sales\n    discounts\n    refunds\n    tax\n    rounding\n    cancelled\n    cancelledAmount\n    otherCurrency\n    tenders {\n      kind\n      count\n      amount\n    }\n    unsentOrders\n    unsentAmount\n    expectedCash\n    countedCash\n    countedAt\n    difference\n    events {\n      id\n      kind\n      staffId\n      approvedBy\n      at\n      amount\n      reason\n      denominations {\n        value\n        count\n      }\n    }\n  }\n}"): typeof import('./graphql').SubmitShiftEventsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
