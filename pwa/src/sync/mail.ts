import { GatewayError } from "../api/client";
import { backoff } from "../domain/backoff";
import type { Database } from "../store/database";
import { type MailWish, listMails, settleMail } from "../store/mails";

/** What sending receipts needs from outside. */
export interface MailDeps {
  db: Database;
  /** Has the gateway keep the wish for a receipt and send it. */
  emailReceipt(orderId: string, email: string): Promise<void>;
  now(): number;
  random(): number;
}

const longestWaitMs = 10 * 60_000;
/** Who waited so long for a receipt has asked again, or not. */
const patienceMs = 7 * 24 * 3_600_000;

/**
 * Tells the gateway which receipts are wanted by e-mail, once it has their orders. What it refuses stays in sight with its words; what
 * it cannot do now is tried again for a week; either is forgotten with its order. Throws what leaves everything as it was: silence, and
 * that the device is not enrolled.
 */
export async function sendMails(deps: MailDeps): Promise<void> {
  for (const wish of await listMails(deps.db)) {
    const order = await deps.db.run((connection) => connection.get("orders", wish.orderId));
    if (!order) await settleMail(deps.db, wish, null);
    if (!order || wish.refused || wish.dueAt > deps.now()) continue;
    if (order.local !== "received") {
      // Its order never got there: nobody keeps an address for that.
      if (deps.now() - wish.askedAt > patienceMs) await settleMail(deps.db, wish, null);
      continue;
    }
    try {
      await deps.emailReceipt(wish.orderId, wish.email);
      await settleMail(deps.db, wish, null);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code === "UNAUTHENTICATED") throw error;
      await settleMail(deps.db, wish, failed(wish, error, deps));
      if (error.code === "RATE_LIMITED") return;
    }
  }
}

function failed(wish: MailWish, error: GatewayError, { now, random }: MailDeps): MailWish {
  const attempts = wish.attempts + 1;
  // The gateway may have lost an order that it had; then the register sends it again.
  const hopeful = (error.retryable || error.code === "NOT_FOUND") && now() - wish.askedAt < patienceMs;
  return { ...wish, attempts, dueAt: now() + backoff(attempts, random(), 5_000, longestWaitMs), fault: error.message, refused: !hopeful };
}
