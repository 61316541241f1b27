import { knowing } from "../domain/cart";
import type { Choices } from "../domain/choices";
import type { Ruled } from "../domain/sold";
import { changeCart } from "../store/cart";
import type { Database } from "../store/database";

/**
 * Notes of the open order's lines in what quantities the catalog says by now that they are sold: the order may come from a register, or
 * from a time, that did not know. A catalog that does not answer changes nothing.
 */
export async function noteRules(db: Database, sell: (sku: string, choices: Choices) => Promise<Ruled | null>): Promise<void> {
  const cart = await db.setting("cart");
  if (!cart || cart.lines.length === 0) return;
  const known = await Promise.all(cart.lines.map((line) => sell(line.sku, line.choices ?? {}).catch(() => null)));
  await changeCart(db, cart.currency, (now) =>
    now.id === cart.id ? cart.lines.reduce((order, line, i) => (known[i] ? knowing(order, line.id, known[i].rules) : order), now) : now,
  );
}
