import type { StatusPage } from "../api/gateway";
import { type RemoteStatus, concernOf, shownState } from "../domain/order";
import type { Database } from "../store/database";
import { applyRemote, markElsewhere, openOrders } from "../store/orders";
import { requeue } from "../store/outbox";

const pageSize = 100;
const mostPages = 20;
const mostSingles = 50;

/** What looking up orders needs from outside. */
export interface StatusDeps {
  db: Database;
  statuses(registerId: string, after: string | null, first: number): Promise<StatusPage>;
  status(id: string): Promise<RemoteStatus | null>;
}

/**
 * Asks the gateway about every order whose end is not known here: page by page, then one by one, as it does about those of registers
 * that the device was enrolled to before. An order that the gateway said it had and does not know now is queued again; it is the same
 * order, so nothing can double. One of another register cannot be sent from here, and another location's is not told of.
 */
export async function lookUp(deps: StatusDeps, registerId: string): Promise<void> {
  const all = await openOrders(deps.db);
  const orders = all.filter((o) => o.registerId === registerId);
  const former = new Set(all.filter((o) => o.registerId !== registerId && !o.elsewhere).map((o) => o.id));
  const open = new Set(orders.map((o) => o.id));
  // Those that have ended but for the customer may be old: the pages are not searched for them alone. They are in Magento: no gateway
  // that has forgotten them is sent them again.
  const unended = new Set(orders.filter((o) => concernOf(shownState(o)) !== "done").map((o) => o.id));
  let after: string | null = null;
  for (let page = 0; unended.size > 0 && page < mostPages; page++) {
    const answer: StatusPage = await deps.statuses(registerId, after, pageSize);
    for (const order of answer.orders) {
      if (!open.delete(order.id)) continue;
      unended.delete(order.id);
      await applyRemote(deps.db, order.id, order);
    }
    after = answer.next;
    if (!after) break;
  }
  for (const id of [...former, ...open].slice(0, mostSingles)) {
    const status = await deps.status(id);
    if (status) await applyRemote(deps.db, id, status);
    else if (unended.has(id)) await requeue(deps.db, id);
    else if (former.has(id)) await markElsewhere(deps.db, id);
  }
}
