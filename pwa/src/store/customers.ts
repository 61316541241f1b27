import { newCart } from "../domain/cart";
import { type CustomerRecord, KEEP_CUSTOMERS_MS, type NewCustomer, byName, customerOf, isMeant, isTemporary, worthKeeping } from "../domain/customer";
import { uuidv7 } from "../domain/uuid";
import type { Connection, Database } from "./database";
import { openOrderIn, openOrderStores } from "./openOrder";

/** What concerns customers and needs the gateway. */
export interface Customers {
  /** Finds customers and keeps them on this device too. Throws a Refusal, in particular when offline. */
  find(search: string, signal: AbortSignal): Promise<CustomerRecord[]>;
  /**
   * Takes a customer down: in Magento, or without the gateway on this device, to go with their first order. known tells that
   * Magento had somebody with that e-mail address already. Throws a Refusal.
   */
  create(customer: Omit<NewCustomer, "id">): Promise<{ customer: CustomerRecord; known: boolean }>;
}

/** Keeps customers who were found or taken down. One whom Magento has takes the place of the one taken down here before. */
export async function rememberCustomers(db: Database, found: readonly CustomerRecord[]): Promise<void> {
  if (found.length === 0) return;
  await db.run(async (connection) => {
    const tx = connection.transaction("customers", "readwrite", { durability: "relaxed" });
    const all = new Map((await tx.store.getAll()).map((customer) => [customer.id, customer]));
    for (const customer of found) all.set(customer.id, { ...customer, attached: customer.attached || (all.get(customer.id)?.attached ?? false) });
    const emails = new Set([...all.values()].filter((c) => !isTemporary(c.id)).map((c) => c.email.toLowerCase()));
    const rest = [...all.values()].filter((c) => !isTemporary(c.id) || !emails.has(c.email.toLowerCase()));
    const kept = worthKeeping(rest, Math.max(...found.map((c) => c.usedAt)));
    await tx.store.clear();
    for (const customer of kept) void tx.store.put(customer);
    await tx.done;
  });
  db.changed("customers");
}

/** Puts a customer on the open order, or a new one if none is open, and at the top of those seen lately; in one transaction. */
export async function attachCustomer(db: Database, currency: string, customer: CustomerRecord, now: number): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "customers"], "readwrite", { durability: "relaxed" });
    const open = await openOrderIn(tx);
    const cart = open.cart ?? newCart(uuidv7(now, crypto.getRandomValues(new Uint8Array(10))), currency);
    await open.replace({ ...cart, customer: customerOf(customer) });
    await tx.objectStore("customers").put({ ...customer, usedAt: now, attached: true });
    await tx.done;
  });
  db.changed("cart", "customers");
}

/** Customers of the latest sales on this device, the last one first. */
export async function recentCustomers(db: Database, now: number, limit = 20): Promise<CustomerRecord[]> {
  const recent = (await customersHere(db, now)).filter((customer) => customer.attached);
  return recent.sort((a, b) => b.usedAt - a.usedAt).slice(0, limit);
}

/** Customers on this device whom a search means, by name. */
export async function searchCustomersHere(db: Database, search: string, now: number, limit = 20): Promise<CustomerRecord[]> {
  const meant = (await customersHere(db, now)).filter((customer) => isMeant(customer, search));
  return meant.sort(byName).slice(0, limit);
}

function customersHere(db: Database, now: number): Promise<CustomerRecord[]> {
  return db.run((connection) => connection.getAllFromIndex("customers", "used", IDBKeyRange.lowerBound(now - KEEP_CUSTOMERS_MS, true)));
}

/** Removes customers who were not seen for long. */
export async function pruneCustomers(db: Database, now: number): Promise<void> {
  await forget(db, IDBKeyRange.upperBound(now - KEEP_CUSTOMERS_MS));
}

/** Removes all customers: this device is no longer trusted with them. */
export async function forgetCustomers(db: Database): Promise<void> {
  await forget(db, null);
}

async function forget(db: Database, range: IDBKeyRange | null): Promise<void> {
  const some = await db.run(async (connection: Connection) => {
    const tx = connection.transaction("customers", "readwrite");
    const keys = await (range ? tx.store.index("used").getAllKeys(range) : tx.store.getAllKeys());
    for (const key of keys) void tx.store.delete(key);
    await tx.done;
    return keys.length > 0;
  });
  if (some) db.changed("customers");
}
