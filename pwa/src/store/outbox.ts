import { type LocalState, type OrderRecord, type RemoteStatus, asKept } from "../domain/order";
import { pictureBytes } from "../domain/picture";
import type { Database, OutboxRow } from "./database";

/** An order that is due to be sent, with how often that was tried. */
export interface Due {
  order: OrderRecord;
  attempts: number;
}

/** The longest that anything is put off. What seems due later was put off by a clock that was set back since. */
const longestMs = 10 * 60_000;

function isDue(dueAt: number, now: number): boolean {
  return dueAt <= now || dueAt > now + longestMs;
}

/** The place of an order in the queue, to be sent at once. */
export function placeFor({ id, registerId, input }: OrderRecord): OutboxRow {
  return { orderId: id, registerId, attempts: 0, dueAt: 0, ...(pictureBytes(input.lines) > 0 && { pictures: true }) };
}

/**
 * The queued order of a register that is to be sent now, marked as being sent; null when none is due. The oldest comes first, those with
 * pictures last: a slow line is busy with one for minutes.
 */
export async function takeDue(db: Database, registerId: string, now: number): Promise<Due | null> {
  const due = await db.run(async (connection) => {
    const tx = connection.transaction(["outbox", "orders"], "readwrite");
    for (const last of [false, true]) {
      let cursor = await tx.objectStore("outbox").openCursor();
      while (cursor) {
        const { orderId, attempts, dueAt, registerId: of, pictures = false } = cursor.value;
        // An order of a register that this browser was enrolled to before waits until it is enrolled there again.
        const order = pictures === last && isDue(dueAt, now) && of === registerId ? await tx.objectStore("orders").get(orderId) : undefined;
        if (order) {
          const sending: OrderRecord = { ...order, local: "sending", remote: null };
          await tx.objectStore("orders").put(sending);
          await tx.done;
          return { order: sending, attempts };
        }
        cursor = await cursor.continue();
      }
    }
    return null;
  });
  if (due) db.changed("orders");
  return due;
}

/** The queued orders of a register that may be sent now, oldest first, as they are stored: nothing is marked. */
export async function dueOrders(db: Database, registerId: string, now: number): Promise<OrderRecord[]> {
  return db.run(async (connection) => {
    const tx = connection.transaction(["outbox", "orders"]);
    const rows = (await tx.objectStore("outbox").getAll()).filter((row) => row.registerId === registerId && isDue(row.dueAt, now));
    const orders = await Promise.all(rows.map((row) => tx.objectStore("orders").get(row.orderId)));
    return orders.filter((order) => order !== undefined);
  });
}

/** When the next queued order of a register is due, in milliseconds since 1970; null when none is queued. */
export async function nextDue(db: Database, registerId: string): Promise<number | null> {
  const rows = await db.run((connection) => connection.getAll("outbox"));
  const due = rows.filter((row) => row.registerId === registerId).map((row) => row.dueAt);
  return due.length ? due.reduce((a, b) => Math.min(a, b)) : null;
}

/** How many orders the gateway does not have yet. */
export async function countQueued(db: Database): Promise<number> {
  return db.run((connection) => connection.count("outbox"));
}

/** How many orders of a register the gateway does not have yet, and when the oldest was sold, milliseconds since 1970. */
export async function waitingOrders(db: Database, registerId: string): Promise<{ count: number; oldest: number | null }> {
  return db.run(async (connection) => {
    const tx = connection.transaction(["outbox", "orders"]);
    const rows = (await tx.objectStore("outbox").getAll()).filter((row) => row.registerId === registerId);
    const first = rows[0] && (await tx.objectStore("orders").get(rows[0].orderId));
    return { count: rows.length, oldest: first?.createdAt ?? null };
  });
}

/** Ends an order's wait: the gateway holds it (received) or a person must look (conflict, refused). */
export async function finish(
  db: Database,
  id: string,
  local: Extract<LocalState, "received" | "conflict" | "refused">,
  remote: RemoteStatus | null,
  message: string,
): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["outbox", "orders"], "readwrite", { durability: "strict" });
    const order = await tx.objectStore("orders").get(id);
    const row = await tx.objectStore("outbox").index("order").getKey(id);
    // What was told since it was sent is at least as new as the answer.
    if (order) await tx.objectStore("orders").put(asKept({ ...order, local, remote: order.remote ?? remote, message }));
    if (row !== undefined) await tx.objectStore("outbox").delete(row);
    await tx.done;
  });
  db.changed("orders", "outbox");
}

/** Puts an order that got no answer back into the queue, at its old place, not to be sent before dueAt. */
export async function postpone(db: Database, id: string, dueAt: number, message: string): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["outbox", "orders"], "readwrite");
    const order = await tx.objectStore("orders").get(id);
    const row = await tx.objectStore("outbox").index("order").get(id);
    if (order) await tx.objectStore("orders").put({ ...order, local: "device", message });
    if (row) await tx.objectStore("outbox").put({ ...row, attempts: row.attempts + 1, dueAt });
    await tx.done;
  });
  db.changed("orders");
}

/** Queues an order again with the same content: after a conflict or refusal, or when the gateway lost it. */
export async function requeue(db: Database, id: string): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction(["outbox", "orders"], "readwrite", { durability: "strict" });
    const order = await tx.objectStore("orders").get(id);
    const row = await tx.objectStore("outbox").index("order").get(id);
    if (order) {
      await tx.objectStore("orders").put({ ...order, local: "device", message: "" });
      await tx.objectStore("outbox").put({ ...placeFor(order), ...row, dueAt: 0 });
    }
    await tx.done;
  });
  db.changed("orders", "outbox");
}

/** Makes every queued order due at once: the network is back. */
export async function hurry(db: Database): Promise<void> {
  await db.run(async (connection) => {
    const tx = connection.transaction("outbox", "readwrite");
    for (const row of await tx.store.getAll()) if (row.dueAt > 0) await tx.store.put({ ...row, dueAt: 0 });
    await tx.done;
  });
}
