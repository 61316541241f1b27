import { knowing } from "../domain/cart";
import type { Choices } from "../domain/choices";
import type { Ruled } from "../domain/sold";
import { changeCart } from "../store/cart";
import type { Database } from "../store/database";
import type { CatalogClient } from "../sync/catalog/client";

/**
 * Notes of the open order's lines in what quantities the catalog says by now that they are sold: the order may come from a register, or
 * from a time, that did not know. A catalog that does not answer changes nothing; an order that money is on stays as it was agreed.
 */
export async function noteRules(db: Database, sell: (sku: string, choices: Choices) => Promise<Ruled | null>): Promise<void> {
  const cart = await db.setting("cart");
  if (!cart || cart.tenders?.length) return;
  const known = await Promise.all(cart.lines.map((line) => sell(line.sku, line.choices ?? {}).catch(() => null)));
  const news = cart.lines.flatMap(({ id, rules }, i) => (known[i] && JSON.stringify(known[i].rules) !== JSON.stringify(rules) ? { id, rules: known[i].rules } : []));
  if (news.length === 0) return;
  await changeCart(db, cart.currency, (now) => (now.id === cart.id ? news.reduce((order, { id, rules }) => knowing(order, id, rules), now) : now));
}

/** Has them noted whenever the catalog on this device has changed. */
export function followRules(db: Database, catalog: Pick<CatalogClient, "call" | "status" | "subscribe">): void {
  let heard = 0;
  catalog.subscribe(() => {
    const { phase, updatedAt } = catalog.status;
    if (phase !== "ready" || updatedAt === heard) return;
    heard = updatedAt;
    void noteRules(db, (sku, choices) => catalog.call("sell", sku, choices));
  });
}
