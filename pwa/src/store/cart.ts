import { type Cart, isEmpty, newCart } from "../domain/cart";
import { uuidv7 } from "../domain/uuid";
import type { Database } from "./database";

/**
 * Changes the open order in one transaction, so two tabs never lose a line. A change that leaves nothing on it removes the order.
 * Readers of this tab get the order as soon as the write is on its way, and not before: what a screen shows outlives the tab.
 * Resolves when it is stored; rejects when it could not be, and readers go back to what is stored.
 */
export async function changeCart(db: Database, currency: string, change: (cart: Cart) => Cart): Promise<void> {
  try {
    await db.run(async (connection) => {
      const tx = connection.transaction("settings", "readwrite", { durability: "relaxed" });
      const cart = change(((await tx.store.get("cart")) as Cart | undefined) ?? newCart(newId(), currency));
      const left = isEmpty(cart) ? undefined : cart;
      const written = left ? tx.store.put(left, "cart") : tx.store.delete("cart");
      tx.commit();
      db.wrote("cart", left);
      await Promise.all([written, tx.done]);
    });
  } catch (error) {
    db.changed("cart");
    throw error;
  }
}

/** Throws the open order away, if it is still the one meant. */
export async function discardCart(db: Database, id: string): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("settings", "readwrite");
    const cart = (await tx.store.get("cart")) as Cart | undefined;
    if (cart?.id === id) await tx.store.delete("cart");
    await tx.done;
  });
  db.changed("cart");
}

function newId(): string {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
