import { GatewayError, NetworkError } from "../api/client";
import { orderStatus } from "../api/gateway";
import { handOver, waitingByReceipt as askByReceipt, waitingOrders } from "../api/later/pickup";
import type { WaitingOrder } from "../domain/waiting";
import { t } from "../i18n/messages";
import type { Database } from "../store/database";
import { applyRemote, openOrders } from "../store/orders";
import { Refusal } from "../store/services";
import { type Desk, waitingByReceipt } from "../store/waiting";

/** How many orders of each kind are kept at most: pages of a hundred. */
const mostPages = 5;
/** Orders that are asked for one by one. */
const mostDoubted = 20;

/** Joins what is done for customers who come back to the gateway and to what this device keeps. */
export function createDesk(db: Database): Desk {
  const deviceToken = async () => (await db.setting("device"))?.token ?? "";
  // When which orders were handed over here: a list that was asked for before has them still.
  const handedOver = new Map<string, number>();
  return {
    async refresh() {
      const token = await deviceToken();
      const at = Date.now();
      const all = new Map<string, WaitingOrder>();
      let more = false;
      for (const wait of ["HAND_OVER", "PAYMENT"] as const) {
        let after: string | null = null;
        for (let page = 0; page < mostPages && (page === 0 || after); page++) {
          const found: Awaited<ReturnType<typeof waitingOrders>> = await waitingOrders(token, wait, after).catch(refuse);
          for (const order of found.orders) all.set(order.orderId, order);
          after = found.next;
        }
        more ||= after !== null;
      }
      const orders = [...all.values()].filter(({ orderId }) => (handedOver.get(orderId) ?? 0) < at);
      await db.setSetting("waiting", { at, orders, more });
      // What this device sold waits here by what it knows of it, and news of its end may have got lost.
      const doubted = (await openOrders(db)).filter(({ id, input }) => input.deferred && !all.has(id)).slice(0, mostDoubted);
      for (const { id } of doubted) {
        const remote = await orderStatus(token, id).catch(refuse);
        if (remote) await applyRemote(db, id, remote);
      }
    },
    async find(receipt) {
      try {
        return (await askByReceipt(await deviceToken(), receipt.toUpperCase())) ?? (await waitingByReceipt(db, receipt));
      } catch (error) {
        const here = await waitingByReceipt(db, receipt);
        if (here) return here;
        if (error instanceof NetworkError) throw new Refusal(t.returns.offline, { cause: error });
        return refuse(error);
      }
    },
    async handOver(orderId) {
      const session = await db.setting("session");
      const signedIn = session?.token !== undefined && (session.expiresAt ?? 0) > Date.now();
      const token = signedIn ? session.token! : await deviceToken();
      const remote = await handOver(token, orderId, session?.staff.id ?? null).catch(refuse);
      handedOver.set(orderId, Date.now());
      const kept = await db.setting("waiting");
      if (kept) await db.setSetting("waiting", { ...kept, orders: kept.orders.filter((order) => order.orderId !== orderId) });
      await applyRemote(db, orderId, remote);
    },
  };
}

function refuse(error: unknown): never {
  if (error instanceof NetworkError) throw new Refusal(t.offlineHint, { cause: error });
  if (error instanceof GatewayError) throw new Refusal(error.message, { cause: error });
  throw error;
}
