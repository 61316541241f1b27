import type { OrderInput, RemoteStatus } from "../domain/order";
import type { Staff, Workplace } from "../domain/workplace";
import type { ParkedElsewhere } from "../domain/parked";
import { GatewayError, execute } from "./client";
import {
  CatalogChangesDocument,
  type CatalogChangesQuery,
  CatalogManifestDocument,
  type CatalogManifestQuery,
  EnrolDeviceDocument,
  OrderByIdDocument,
  OrdersOfRegisterDocument,
  ParkOrderDocument,
  ParkedOrdersDocument,
  RecallOrderDocument,
  RetryOrderDocument,
  SignInDocument,
  SubmitOrderDocument,
  WorkplaceDocument,
} from "./gen/graphql";

/** What came of submitting an order. */
export type Submitted =
  | { kind: "received"; status: RemoteStatus }
  | { kind: "conflict" | "refused"; message: string };

/** A page of the states of a register's orders. */
export interface StatusPage {
  orders: (RemoteStatus & { id: string })[];
  next: string | null;
}

/** Enrols this browser. */
export async function enrolDevice(code: string, label: string) {
  const { enrolDevice: enrolment } = await execute(EnrolDeviceDocument, { code, label });
  return { token: enrolment.token, deviceId: enrolment.deviceId, workplace: enrolment.workplace as Workplace };
}

/** Signs a person in on the device that the token names. */
export async function signIn(token: string, staffId: string, pin: string) {
  const { signIn: answer } = await execute(SignInDocument, { staffId, pin }, token, 5_000);
  return { token: answer.token, expiresAt: Date.parse(answer.expiresAt), staff: answer.staff as Staff };
}

/** Where the device stands now. */
export async function workplace(token: string): Promise<Workplace> {
  return (await execute(WorkplaceDocument, {}, token)).workplace as Workplace;
}

/** Submits an order; safe to repeat with the same content. */
export async function submitOrder(token: string, input: OrderInput): Promise<Submitted> {
  const { submitOrder: result } = await execute(SubmitOrderDocument, { input }, token);
  switch (result.__typename) {
    case "OrderReceived":
      return { kind: "received", status: result.order };
    case "OrderConflict":
      return { kind: "conflict", message: result.message };
    case "OrderRefused":
      return { kind: "refused", message: result.message };
  }
}

/** The state of one order; null when the gateway does not hold it. */
export async function orderStatus(token: string, id: string): Promise<RemoteStatus | null> {
  return (await execute(OrderByIdDocument, { id }, token)).order ?? null;
}

/** The states of a register's orders, newest first. */
export async function orderStatuses(token: string, registerId: string, after: string | null, first: number): Promise<StatusPage> {
  const { orders } = await execute(OrdersOfRegisterDocument, { filter: { registerId }, after, first }, token);
  return { orders: orders.orders, next: orders.next ?? null };
}

/** Sets a held order to be tried again; the token must be a manager's. */
export async function retryOrder(token: string, id: string): Promise<RemoteStatus> {
  return (await execute(RetryOrderDocument, { id }, token)).retryOrder;
}

/** Puts an order aside for any register of the location; until when it is kept, milliseconds since 1970. */
export async function parkOrder(token: string, input: { id: string; label: string; body: string }): Promise<number> {
  return Date.parse((await execute(ParkOrderDocument, { input }, token)).parkOrder.expiresAt);
}

/** Orders that wait parked at the location. */
export async function parkedOrders(token: string): Promise<ParkedElsewhere[]> {
  const { parkedOrders: all } = await execute(ParkedOrdersDocument, {}, token, 5_000);
  return all.map(({ id, label, registerId, parkedAt }) => ({ id, label: label ?? "", registerId, parkedAt: Date.parse(parkedAt) }));
}

/** Takes a parked order's body; null when another device has taken it, or it has expired. */
export async function recallOrder(token: string, id: string): Promise<string | null> {
  try {
    return (await execute(RecallOrderDocument, { id }, token, 5_000)).recallOrder.body ?? null;
  } catch (error) {
    if (error instanceof GatewayError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** The current generation of a store's catalog. */
export async function catalogManifest(token: string, store: string): Promise<CatalogManifestQuery["catalogManifest"]> {
  return (await execute(CatalogManifestDocument, { store }, token)).catalogManifest;
}

/** What changed in a store's catalog after a cursor. */
export async function catalogChanges(
  token: string,
  store: string,
  after: string,
): Promise<CatalogChangesQuery["catalogChanges"]> {
  return (await execute(CatalogChangesDocument, { store, after, first: 500 }, token)).catalogChanges;
}
