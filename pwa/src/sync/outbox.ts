import type { Submitted } from "../api/gateway";
import { GatewayError, versionsDiffer } from "../api/client";
import { backoff } from "../domain/backoff";
import type { OrderInput } from "../domain/order";
import type { Database } from "../store/database";
import { finish, postpone, takeDue } from "../store/outbox";

/** What draining needs from outside. */
export interface OutboxDeps {
  db: Database;
  submit(input: OrderInput): Promise<Submitted>;
  now(): number;
  random(): number;
}

/** How a drain ended: idle (nothing more is due), offline (no answer), busy (the gateway said later), revoked. */
export type Drained = "idle" | "offline" | "busy" | "revoked";

/**
 * Sends what is due, oldest first. An order without an answer goes back to its place, to be sent again with the same id and
 * content: the gateway recognises it. A conflict or refusal is put aside and does not stop the ones behind it.
 */
export async function drain(deps: OutboxDeps, registerId: string): Promise<Drained> {
  for (;;) {
    const due = await takeDue(deps.db, registerId, deps.now());
    if (!due) return "idle";
    const { order, attempts } = due;
    try {
      const result = await deps.submit(order.input);
      if (result.kind === "received") await finish(deps.db, order.id, "received", result.status, "");
      else await finish(deps.db, order.id, result.kind, null, result.message);
    } catch (error) {
      const stop = await handle(deps, order.id, attempts + 1, error);
      if (stop) return stop;
    }
  }
}

async function handle(deps: OutboxDeps, id: string, attempt: number, error: unknown): Promise<Drained | null> {
  // Silence needs no words: the state says that the order waits on this device.
  const message = error instanceof GatewayError ? error.message : "";
  const code = error instanceof GatewayError ? error.code : null;
  const final = error instanceof GatewayError && !error.retryable && code !== "UNAUTHENTICATED";
  if (final) {
    await finish(deps.db, id, "refused", null, message);
    return null;
  }
  // Only this order may be to blame for an internal error, or need what the gateway does not know: it waits by itself, and the ones
  // behind it go on.
  const alone = code === "INTERNAL" || code === versionsDiffer;
  await postpone(deps.db, id, alone ? deps.now() + backoff(attempt, deps.random()) : 0, message);
  if (alone) return null;
  if (code === null) return "offline";
  return code === "UNAUTHENTICATED" ? "revoked" : "busy";
}
