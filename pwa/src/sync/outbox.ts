import type { Submitted } from "../api/gateway";
import { GatewayError, versionsDiffer } from "../api/client";
import { backoff } from "../domain/backoff";
import type { OrderInput } from "../domain/order";
import { type Database, isFull } from "../store/database";
import { dueOrders, finish, postpone, takeDue } from "../store/outbox";

/** What draining needs from outside. */
export interface OutboxDeps {
  db: Database;
  submit(input: OrderInput): Promise<Submitted>;
  now(): number;
  random(): number;
  /** Orders that the gateway answered while the device was too full to note it; kept from one drain to the next. */
  told: Set<string>;
}

/** How a drain ended: idle (nothing more is due), offline (no answer), busy (the gateway said later), revoked. */
export type Drained = "idle" | "offline" | "busy" | "revoked";

/**
 * Sends what is due, in the order of the queue. An order without an answer goes back to its place, to be sent again with the same id and
 * content: the gateway recognises it. A conflict or refusal is put aside and does not stop the ones behind it. A device that is too
 * full to note anything sends all the same; it is busy until it can.
 */
export async function drain(deps: OutboxDeps, registerId: string): Promise<Drained> {
  try {
    return await sendDue(deps, registerId);
  } catch (error) {
    if (!isFull(error)) throw error;
    return tell(deps, registerId);
  }
}

async function sendDue(deps: OutboxDeps, registerId: string): Promise<Drained> {
  for (;;) {
    const due = await takeDue(deps.db, registerId, deps.now());
    if (!due) return "idle";
    const { order, attempts } = due;
    let result: Submitted;
    try {
      result = await deps.submit(order.input);
    } catch (error) {
      const stop = await handle(deps, order.id, attempts + 1, error);
      if (stop) return stop;
      continue;
    }
    if (result.kind === "received") await finish(deps.db, order.id, "received", result.status, "");
    else await finish(deps.db, order.id, result.kind, null, result.message);
  }
}

/** What the gateway has outlives the device. Each is sent once more, and noted, when there is room again: the gateway recognises it. */
async function tell(deps: OutboxDeps, registerId: string): Promise<Drained> {
  for (const order of await dueOrders(deps.db, registerId, deps.now())) {
    if (deps.told.has(order.id)) continue;
    try {
      await deps.submit(order.input);
    } catch (error) {
      const end = endOf(error);
      if (end !== "refused" && end !== "alone") return end;
    }
    deps.told.add(order.id);
  }
  return "busy";
}

/** What a failure means: nobody answered, or wants anything now, or this order alone must wait, or was refused for good. */
function endOf(error: unknown): Exclude<Drained, "idle"> | "refused" | "alone" {
  if (!(error instanceof GatewayError)) return "offline";
  if (error.code === "UNAUTHENTICATED") return "revoked";
  // Only this order may be to blame for an internal error, or need what the gateway does not know.
  if (error.code === "INTERNAL" || error.code === versionsDiffer) return "alone";
  return error.retryable ? "busy" : "refused";
}

async function handle(deps: OutboxDeps, id: string, attempt: number, error: unknown): Promise<Drained | null> {
  // Silence needs no words: the state says that the order waits on this device.
  const message = error instanceof GatewayError ? error.message : "";
  const end = endOf(error);
  if (end === "refused") {
    await finish(deps.db, id, "refused", null, message);
    return null;
  }
  // It waits by itself, and the ones behind it go on.
  const alone = end === "alone";
  await postpone(deps.db, id, alone ? deps.now() + backoff(attempt, deps.random()) : 0, message);
  return alone ? null : end;
}
