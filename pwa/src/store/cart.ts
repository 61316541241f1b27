import { type Cart, isEmpty, newCart } from "../domain/cart";
import { uuidv7 } from "../domain/uuid";
import { type Database, commit } from "./database";
import { openOrderIn, openOrderStores } from "./openOrder";

/** Makes of the open order, undefined when there is none, the one that takes its place. */
type Change = (cart: Cart | undefined) => Cart | undefined;

/**
 * Changes the open order in one transaction, so two tabs never lose a line. A change that leaves nothing on it removes the order.
 * Readers of this tab get the order as soon as the write is on its way, and not before: what a screen shows outlives the tab.
 * Resolves when it is stored; rejects when it could not be, and readers go back to what is stored.
 */
export async function changeCart(db: Database, currency: string, change: (cart: Cart) => Cart): Promise<void> {
  const changed: Change = (cart) => {
    const next = change(cart ?? newCart(newId(), currency));
    return isEmpty(next) ? undefined : next;
  };
  try {
    if (!(await changeRemembered(db, changed))) await changeStored(db, changed);
  } catch (error) {
    db.changed("cart");
    throw error;
  }
}

/**
 * Changes the order as this tab last left it, without asking first: the database may be busy with a catalog, and a scan does not
 * wait for that. False, with nothing written, when this tab remembers none or another tab was first to take the next turn.
 */
async function changeRemembered(db: Database, changed: Change): Promise<boolean> {
  const before = db.openOrder;
  // Until this is stored, the next change goes by what is stored.
  db.openOrder = null;
  if (!before) return false;
  return db.run(async (connection) => {
    const [cart, turn] = [changed(before.cart), before.turn + 1];
    const tx = connection.transaction(openOrderStores, "readwrite", { durability: "relaxed" });
    const settings = tx.objectStore("settings");
    const writes = [tx.objectStore("turns").add(true, turn), cart ? settings.put(cart, "cart") : settings.delete("cart")];
    const stored = commit(tx, writes);
    db.show("cart", cart);
    try {
      await stored;
    } catch (error) {
      if (tx.error?.name === "ConstraintError") return false;
      throw error;
    }
    db.openOrder = { cart, turn };
    db.changedHere("cart");
    return true;
  });
}

/** Changes the order that is stored. */
async function changeStored(db: Database, changed: Change): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(openOrderStores, "readwrite", { durability: "relaxed" });
    const open = await openOrderIn(tx);
    const cart = changed(open.cart);
    const stored = commit(tx, [open.replace(cart)]);
    db.show("cart", cart);
    await stored;
    db.openOrder = { cart, turn: open.turn };
    db.changedHere("cart");
  });
}

/** Throws the open order away, if it is still the one meant. */
export async function discardCart(db: Database, id: string): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(openOrderStores, "readwrite");
    const open = await openOrderIn(tx);
    if (open.cart?.id === id) await open.replace(undefined);
    await tx.done;
  });
  db.changed("cart");
}

function newId(): string {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
