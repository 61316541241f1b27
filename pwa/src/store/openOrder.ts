import type { IDBPTransaction, StoreNames } from "idb";
import type { Cart } from "../domain/cart";
import type { Schema } from "./database";

/** What a transaction that takes a turn is over. */
export const openOrderStores: ("settings" | "turns")[] = ["settings", "turns"];

/** A tab that has slept through more turns than are kept has been told of it. */
const keptTurns = 10_000;

/** A readwrite transaction over openOrderStores, and maybe others. */
export type Transaction<Others extends StoreNames<Schema>> = IDBPTransaction<Schema, (Others | (typeof openOrderStores)[number])[], "readwrite">;

/** The open order as a transaction finds it. */
export interface OpenOrder {
  /** undefined when nothing is on it. */
  cart: Cart | undefined;
  /** The number of the change to come. */
  turn: number;
  /** Puts another in its place, or none; resolves when that is written. */
  replace(cart: Cart | undefined): Promise<void>;
}

/**
 * Reads the open order to change it. Every change takes the next turn, a number that can be taken once: so a tab may also change the
 * order as it remembers it, and finds the number taken when another tab has changed it since.
 */
export async function openOrderIn<Others extends StoreNames<Schema>>(tx: Transaction<Others>): Promise<OpenOrder> {
  const [settings, turns] = [tx.objectStore("settings"), tx.objectStore("turns")];
  const [cart, last] = await Promise.all([settings.get("cart") as Promise<Cart | undefined>, turns.openKeyCursor(null, "prev")]);
  const turn = (last?.key ?? 0) + 1;
  const replace = async (next: Cart | undefined) => {
    await Promise.all([take(tx, turn), next ? settings.put(next, "cart") : settings.delete("cart")]);
  };
  return { cart, turn, replace };
}

/**
 * Takes the next turn for something else that orders are made of, such as the last receipt number: whoever has read it before finds the
 * turn taken, and reads again.
 */
export async function takeTurn<Others extends StoreNames<Schema>>(tx: Transaction<Others>): Promise<void> {
  const last = await tx.objectStore("turns").openKeyCursor(null, "prev");
  await take(tx, (last?.key ?? 0) + 1);
}

/** Takes a turn; the transaction fails with a ConstraintError when somebody has it. */
export async function take<Others extends StoreNames<Schema>>(tx: Transaction<Others>, turn: number): Promise<void> {
  const turns = tx.objectStore("turns");
  await Promise.all([turns.add(true, turn), turns.delete(IDBKeyRange.upperBound(turn - keptTurns))]);
}
