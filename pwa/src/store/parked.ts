import { type Cart, type Parked, isEmpty, labelOf, without } from "../domain/cart";
import type { IDBPTransaction, StoreNames } from "idb";
import type { Database, Schema } from "./database";
import { type Transaction, openOrderIn, openOrderStores } from "./openOrder";

/** The most orders that wait on a device: enough for a shop's busiest hour. */
export const MAX_PARKED = 100;

/** Puts the open order aside, so that the next customer can be served. False when there is none, or too many wait. */
export async function parkCart(db: Database, parked: Parked): Promise<boolean> {
  const done = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "parked"], "readwrite", { durability: "strict" });
    const order = await openOrderIn(tx);
    const { cart } = order;
    if (!cart || isEmpty(cart) || (await tx.objectStore("parked").count()) >= MAX_PARKED) return false;
    await tx.objectStore("parked").put({ ...cart, parked });
    await order.replace(undefined);
    await tx.done;
    return true;
  });
  if (done) db.changed("cart", "parked");
  return done;
}

/**
 * Takes a parked order up again, under another id if one is given; an order that is open meanwhile is parked in its place. False when
 * it was taken already.
 */
export async function recallCart(db: Database, id: string, open: Parked, newId = id): Promise<boolean> {
  const done = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "parked"], "readwrite", { durability: "strict" });
    const found = await tx.objectStore("parked").get(id);
    if (!found) return false;
    await tx.objectStore("parked").delete(id);
    await swap(tx, { ...without(found, "parked"), id: newId }, open);
    await tx.done;
    return true;
  });
  if (done) db.changed("cart", "parked");
  return done;
}

/** Opens an order that came from another register; one that is open meanwhile is parked. */
export async function openCart(db: Database, cart: Cart, open: Parked): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "parked"], "readwrite", { durability: "strict" });
    await swap(tx, cart, open);
    await tx.done;
  });
  db.changed("cart", "parked");
}

async function swap(tx: IDBPTransaction<Schema, ("settings" | "turns" | "parked")[], "readwrite">, cart: Cart, open: Parked): Promise<void> {
  const order = await openOrderIn(tx);
  const current = order.cart;
  if (current && !isEmpty(current) && current.id !== cart.id) await tx.objectStore("parked").put({ ...current, parked: open });
  await order.replace(cart);
}

/** Notes that the gateway has a parked order too. Nobody waits for it, so readers are not told. */
export async function markShared(db: Database, id: string, until: number): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("parked", "readwrite");
    const found = await tx.store.get(id);
    if (found?.parked) await tx.store.put({ ...found, parked: { ...found.parked, sharedUntil: until } });
    await tx.done;
  });
}

/** Throws a parked order away. */
export async function discardParked(db: Database, id: string): Promise<void> {
  await db.run((connection) => connection.delete("parked", id));
  db.changed("parked");
}

/**
 * Takes the orders that are not paid off a device that stands at another location now: their customers and prices are the former one's.
 * Those that money is on stay without their customer, for a person to see to, and are not shared. The caller has taken the turn.
 */
export async function leaveCarts<Others extends StoreNames<Schema>>(tx: Transaction<Others | "parked">): Promise<void> {
  const [settings, parked] = [tx.objectStore("settings"), tx.objectStore("parked")];
  const open = nameless((await settings.get("cart")) as Cart | undefined);
  await (open ? settings.put(open, "cart") : settings.delete("cart"));
  for (const cart of await parked.getAll()) {
    const kept = nameless(cart);
    if (kept?.parked) await parked.put({ ...kept, parked: { ...kept.parked, label: labelOf(kept), sharedUntil: 0 } });
    else await parked.delete(cart.id);
  }
}

/** What stays of an order that is left: nothing, unless money is on it. */
function nameless(cart: Cart | undefined): Cart | undefined {
  return cart?.tenders?.length ? without(without(without(cart, "customer"), "delivery"), "exemption") : undefined;
}

/** The parked orders, the one that waits longest first. */
export async function listParked(db: Database): Promise<Cart[]> {
  const all = await db.run((connection) => connection.getAll("parked"));
  return all.sort((a, b) => (a.parked?.at ?? 0) - (b.parked?.at ?? 0));
}
