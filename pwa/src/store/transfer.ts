import { joinCodes, splitCodes, type Collected } from "../domain/codes";
import { MAX_TRANSFER_BYTES, type Transfer, type TransferFault, readTransfer, writeTransfer } from "../domain/transfer";
import type { Database } from "./database";
import { openOrderStores, takeTurn } from "./openOrder";
import { placeFor } from "./outbox";

/** The orders of this device that the gateway does not have, oldest first. */
export async function unsentOrders(db: Database): Promise<Transfer["orders"]> {
  const all = await db.run(async (connection) => {
    const queued = await Promise.all((["device", "sending", "conflict", "refused"] as const).map((local) => connection.getAllFromIndex("orders", "local", local)));
    return queued.flat();
  });
  return all.sort((a, b) => a.createdAt - b.createdAt);
}

/** What came of taking orders over. */
export interface TakenOver {
  added: number;
  /** Those that were on this device already. */
  known: number;
}

/**
 * Takes over orders of another device of the same register, and queues them. An order that is here already stays as it is, so taking
 * over twice changes nothing. Receipts go on from the highest counter of both devices.
 */
export async function takeOver(db: Database, { registerId, orders }: Transfer): Promise<TakenOver> {
  const added = await db.run(async (connection) => {
    const tx = connection.transaction([...openOrderStores, "orders", "outbox", "counters"], "readwrite", { durability: "strict" });
    await takeTurn(tx);
    let fresh = 0;
    let counter = (await tx.objectStore("counters").get(registerId)) ?? 0;
    for (const order of orders) {
      counter = Math.max(counter, order.counter);
      if (await tx.objectStore("orders").get(order.id)) continue;
      await tx.objectStore("orders").add(order);
      await tx.objectStore("outbox").add(placeFor({ ...order, registerId }));
      fresh++;
    }
    await tx.objectStore("counters").put(counter, registerId);
    await tx.done;
    return fresh;
  });
  if (added > 0) db.changed("orders", "outbox");
  return { added, known: orders.length - added };
}

/** Orders as QR codes; null when they need more codes than anybody would show one after the other. */
export async function codesOf(transfer: Transfer): Promise<string[] | null> {
  const plain = new TextEncoder().encode(writeTransfer(transfer));
  const bytes = await piped(plain, new CompressionStream("deflate-raw"), Infinity);
  return splitCodes(bytes, await digestOf(bytes));
}

/** The orders of a whole row of codes; null while codes are missing. */
export async function readCodes(row: Collected): Promise<Transfer | TransferFault | null> {
  const bytes = joinCodes(row);
  if (!bytes) return null;
  if (!(await digestOf(bytes)).toUpperCase().startsWith(row.id)) return "unreadable";
  try {
    return readTransfer(new TextDecoder().decode(await piped(bytes, new DecompressionStream("deflate-raw"), MAX_TRANSFER_BYTES)));
  } catch {
    return "unreadable";
  }
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Throws when more than most bytes come out: a code may be small and what it unpacks to not. */
async function piped(bytes: Uint8Array, through: CompressionStream | DecompressionStream, most: number): Promise<Uint8Array> {
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(through).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error("too large");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}
