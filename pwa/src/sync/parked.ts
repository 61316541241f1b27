import { GatewayError, NetworkError } from "../api/client";
import type { Parked } from "../domain/cart";
import { type ParkedElsewhere, readParked, staysHere, writeParked } from "../domain/parked";
import type { Database } from "../store/database";
import { discardParked, listParked, markShared, openCart, recallCart } from "../store/parked";

/** The gateway as parked orders use it. */
export interface ParkGateway {
  /** Until when the gateway keeps it, milliseconds since 1970. */
  parkOrder(token: string, order: { id: string; label: string; body: string }): Promise<number>;
  parkedOrders(token: string): Promise<ParkedElsewhere[]>;
  /** The body; null when another device has taken it, or it has expired. */
  recallOrder(token: string, id: string): Promise<string | null>;
}

/** What sharing needs from outside. */
export interface ParkDeps {
  db: Database;
  gateway: ParkGateway;
  now(): number;
  newId(): string;
}

/** What came of taking an order up: it is open; it is, but another register may have it too; somebody was faster; it cannot be read. */
export type Recalled = "open" | "unsure" | "taken" | "unreadable";

/** Gives the location's other registers what is parked on this device. What fails is tried again the next time. */
export async function shareParked({ db, gateway }: ParkDeps): Promise<void> {
  const device = await db.setting("device");
  if (!device) return;
  for (const cart of await listParked(db)) {
    if (!cart.parked || cart.parked.sharedUntil !== undefined) continue;
    if (staysHere(cart)) continue;
    try {
      const until = await gateway.parkOrder(device.token, { id: cart.id, label: cart.parked.label, body: writeParked(cart) });
      await markShared(db, cart.id, until);
    } catch (error) {
      // One that the gateway does not take, because there are too many, stays on this device.
      if (error instanceof NetworkError || (error instanceof GatewayError && error.retryable)) return;
    }
  }
}

/** Orders that other registers of the location parked; none when the gateway cannot be reached. */
export async function parkedElsewhere({ db, gateway }: ParkDeps): Promise<ParkedElsewhere[]> {
  const device = await db.setting("device");
  if (!device) return [];
  const here = new Set((await listParked(db)).map((cart) => cart.id));
  const all = await gateway.parkedOrders(device.token).catch(() => []);
  return all.filter((order) => !here.has(order.id));
}

/** Throws a parked order away, here and, when it can be reached, at the gateway: otherwise other registers still see it. */
export async function discard({ db, gateway }: ParkDeps, id: string): Promise<void> {
  const device = await db.setting("device");
  const here = (await listParked(db)).find((cart) => cart.id === id);
  if (device && here?.parked?.sharedUntil !== undefined) await gateway.recallOrder(device.token, id).catch(() => null);
  await discardParked(db, id);
}

/**
 * Takes a parked order up. One that the gateway has is taken from there, so that only one register gets it. Without the gateway the
 * device's own copy is taken under a new id: should another register have it too, both are orders of their own, and none is lost.
 */
export async function recall(deps: ParkDeps, id: string, open: Parked): Promise<Recalled> {
  const { db, gateway, now } = deps;
  const device = await db.setting("device");
  const here = (await listParked(db)).find((cart) => cart.id === id);
  const shared = here ? here.parked?.sharedUntil !== undefined && here.parked.sharedUntil > now() : true;
  if (!device || !shared) return (await recallCart(db, id, open)) ? "open" : "taken";
  let body: string | null;
  try {
    body = await gateway.recallOrder(device.token, id);
  } catch (error) {
    if (!here) throw error;
    return (await recallCart(db, id, open, deps.newId())) ? "unsure" : "taken";
  }
  if (body === null) {
    await discardParked(db, id);
    return "taken";
  }
  if (here) return (await recallCart(db, id, open)) ? "open" : "taken";
  const cart = readParked(body);
  if (!cart) {
    // Whoever can read it shall still find it.
    await gateway.parkOrder(device.token, { id, label: "", body });
    return "unreadable";
  }
  await openCart(db, cart, open);
  return "open";
}
