import type { OrderLine } from "../domain/order";
import type { Database } from "./database";

/** The pieces in orders of this device that the gateway does not have yet, by SKU in lower case: stock levels know nothing of them. */
export class Unsent {
  readonly pieces = new Map<string, number>();
  private orders = new Map<string, readonly OrderLine[]>();

  constructor(private readonly db: Database) {}

  /** Follows what is queued; an order is read once. True when it is something else than before. */
  async read(): Promise<boolean> {
    const known = this.orders;
    const queued = await this.db.run(async (connection) => {
      const tx = connection.transaction(["outbox", "orders"]);
      const rows = await tx.objectStore("outbox").getAll();
      return Promise.all(
        rows.map(async ({ orderId }) => [orderId, known.get(orderId) ?? (await tx.objectStore("orders").get(orderId))?.input.lines ?? []] as const),
      );
    });
    this.orders = new Map(queued);
    if (this.orders.size === known.size && queued.every(([id]) => known.has(id))) return false;
    this.pieces.clear();
    for (const line of queued.flatMap(([, lines]) => lines)) {
      const sku = line.sku.toLowerCase();
      this.pieces.set(sku, (this.pieces.get(sku) ?? 0) + Number(line.quantity));
    }
    return true;
  }
}
