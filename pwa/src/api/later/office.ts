import type { Decided, EnrolmentCode, Explanation, OfficeOrder, OfficeOrderFilter, OfficeOrderSummary, OfficeRegister, OfficeStaff } from "../../domain/office";
import type { SalesQuery, SalesRow } from "../../domain/sales";
import { execute } from "../client";
import {
  CancelOrderDocument,
  CreateEnrolmentCodeDocument,
  ExplainTotalsDocument,
  OfficeOrderDocument,
  OfficeOrdersDocument,
  OfficeStaffDocument,
  RegistersDocument,
  ResolveOrderDocument,
  RevokeDeviceDocument,
  SalesDocument,
} from "./gen/graphql";

const pageSize = 50;
/** Sums over a year may be read from many orders. */
const sumTimeoutMs = 60_000;

/** A page of all locations' orders, newest received first. */
export async function officeOrders(token: string, filter: OfficeOrderFilter, after: string | null): Promise<{ orders: OfficeOrderSummary[]; next: string | null }> {
  return (await execute(OfficeOrdersDocument, { filter, after, first: pageSize }, token)).officeOrders;
}

/** An order of any location; null when there is none. */
export async function officeOrder(token: string, id: string): Promise<OfficeOrder | null> {
  return (await execute(OfficeOrderDocument, { id }, token)).order;
}

/** How an order's totals come about. */
export async function explainTotals(token: string, orderId: string): Promise<Explanation> {
  return (await execute(ExplainTotalsDocument, { orderId }, token)).explainTotals;
}

/** Does what was decided about an order. */
export async function resolveOrder(token: string, id: string, { action, note, customer }: Decided): Promise<OfficeOrder> {
  return (await execute(ResolveOrderDocument, { id, action, note: note || null, customer: customer ?? null }, token)).resolveOrder;
}

/** Cancels an order, in Magento too. */
export async function cancelOrder(token: string, id: string, note: string): Promise<OfficeOrder> {
  return (await execute(CancelOrderDocument, { id, note }, token)).cancelOrder;
}

/** All registers with their devices. */
export async function registers(token: string): Promise<OfficeRegister[]> {
  return (await execute(RegistersDocument, {}, token)).registers;
}

/** Makes a code that enrols one device. */
export async function createEnrolmentCode(token: string, registerId: string): Promise<EnrolmentCode> {
  return (await execute(CreateEnrolmentCodeDocument, { registerId }, token)).createEnrolmentCode;
}

/** Bars a device. */
export async function revokeDevice(token: string, id: string): Promise<void> {
  await execute(RevokeDeviceDocument, { id }, token);
}

/** Everybody who works at a location. */
export async function officeStaff(token: string): Promise<OfficeStaff[]> {
  return (await execute(OfficeStaffDocument, {}, token)).staff;
}

/** What was sold. */
export async function sales(token: string, query: SalesQuery): Promise<SalesRow[]> {
  return (await execute(SalesDocument, query, token, sumTimeoutMs)).sales;
}
