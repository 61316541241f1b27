import { type CartLine, knowing } from "../domain/cart";
import type { Choices } from "../domain/choices";
import { changeCart } from "../store/cart";
import type { Database } from "../store/database";

/**
 * Notes of the open order's lines what the catalog knows by now: the order may come from a register, or from a time, that did not know
 * that something is sold in whole pieces only. A catalog that does not answer changes nothing.
 */
export async function noteWhole(db: Database, sell: (sku: string, choices: Choices) => Promise<Pick<CartLine, "whole"> | null>): Promise<void> {
  const cart = await db.setting("cart");
  const asked = cart?.lines.filter((line) => !line.whole || !Number.isInteger(line.quantity)) ?? [];
  if (!cart || asked.length === 0) return;
  const known = await Promise.all(asked.map((line) => sell(line.sku, line.choices ?? {}).catch(() => null)));
  await changeCart(db, cart.currency, (now) =>
    now.id === cart.id ? asked.reduce((order, line, i) => (known[i] ? knowing(order, line.id, known[i].whole) : order), now) : now,
  );
}
