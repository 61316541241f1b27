import { GatewayError, NetworkError } from "../api/client";
import { type OrderElsewhere, orderByReceipt } from "../api/later/returns";
import { type Returnable, markReturned } from "../domain/returns";
import { t } from "../i18n/messages";
import type { Database } from "../store/database";
import { orderByReceipt as orderHere, returnable, returnsOf } from "../store/returns";
import { online } from "./online";

/**
 * An order that goods may come back of, by its receipt number; null when there is none, or it was cancelled. The gateway is asked even
 * for an order of this device: other registers take goods back too. Throws a Refusal.
 */
export async function findReturnable(db: Database, receipt: string): Promise<Returnable | null> {
  const [device, status, order] = await Promise.all([db.setting("device"), db.setting("status"), orderHere(db, receipt)]);
  if (!device || order?.remote?.state === "CANCELLED") return null;
  const here = order && (await returnable(db, order));
  const silent = here !== null && status?.online === false;
  const told = silent ? "silence" : await online(() => ask(device.token, receipt, here !== null), t.returns.offline);
  const elsewhere = told === "silence" ? null : told;
  const found = here ?? elsewhere?.order;
  if (!found || elsewhere?.cancelled) return null;
  const back = await returnsOf(db, found.orderId);
  const more = (elsewhere?.returned ?? []).filter(({ orderId }) => !back.some((own) => own.orderId === orderId));
  return {
    ...found,
    lines: markReturned(found.lines, [...back, ...more]),
    open: Math.min(found.open, elsewhere?.order.open ?? Infinity),
    // What was not sent yet is known nowhere else.
    unsure: told === "silence" && order?.local === "received",
  };
}

/** What the gateway knows of an order; that it does not answer is an answer when the order is here. */
async function ask(token: string, receipt: string, here: boolean): Promise<OrderElsewhere | null | "silence"> {
  try {
    return await orderByReceipt(token, receipt);
  } catch (error) {
    if (here && (error instanceof NetworkError || (error instanceof GatewayError && error.retryable))) return "silence";
    throw error;
  }
}
