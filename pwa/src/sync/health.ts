import type { Heartbeat } from "../domain/heartbeat";
import type { Database } from "../store/database";
import { waitingOrders } from "../store/outbox";
import type { Device, Health } from "../store/records";

/** What looking after the device needs from outside. */
export interface HealthDeps {
  db: Database;
  now(): number;
  appVersion: string;
  /** The browser's; absent where it has none. */
  storage?: Pick<StorageManager, "estimate" | "persisted">;
  /** The gateway's clock, milliseconds since 1970. */
  heartbeat(token: string, beat: Heartbeat): Promise<number>;
}

/** Measures how the device is, and tells the gateway. What the gateway says of the time is kept until it says it anew. */
export async function checkHealth(deps: HealthDeps, device: Device): Promise<void> {
  const { db, now, storage } = deps;
  const before = await db.setting("health");
  const estimate = await storage?.estimate().catch(() => undefined);
  const health: Health = {
    at: now(),
    skewMs: before?.skewMs ?? null,
    used: estimate?.usage ?? 0,
    quota: estimate?.quota ?? 0,
    persisted: (await storage?.persisted().catch(() => false)) ?? false,
  };
  try {
    const told = await beatOf(deps, device);
    const sentAt = now();
    const theirs = await deps.heartbeat(device.token, told);
    // Their answer was written about half way between.
    health.skewMs = Math.round((sentAt + now()) / 2 - theirs);
  } catch {
    // Whether the gateway can be reached is found out by what matters more.
  }
  await db.setSetting("health", health);
}

async function beatOf({ db, appVersion }: HealthDeps, device: Device): Promise<Heartbeat> {
  const { count, oldest } = await waitingOrders(db, device.workplace.register.id);
  const catalog = await db.setting("catalog");
  const time = (at: number | null | undefined) => (at ? new Date(at).toISOString() : null);
  return { ordersWaiting: count, oldestWaitingAt: time(oldest), catalogAt: time(catalog?.updatedAt), appVersion };
}
