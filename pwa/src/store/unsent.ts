import type { OrderRecord } from "../domain/order";
import type { Database } from "./database";

/** The pieces in orders of this device that the gateway does not have yet, by SKU in lower case: stock levels know nothing of them. */
export class Unsent {
  readonly pieces = new Map<string, number>();
  private orders = new Map<string, readonly { sku: string; quantity: string | number }[]>();

  constructor(private readonly db: Database) {}

  /** Follows what is queued; an order is read once. True when it is something else than before. */
  async read(): Promise<boolean> {
    const known = this.orders;
    const queued = await this.db.run(async (connection) => {
      const tx = connection.transaction(["outbox", "orders"]);
      const rows = await tx.objectStore("outbox").getAll();
      return Promise.all(
        rows.map(async ({ orderId }) => [orderId, known.get(orderId) ?? goodsOf(await tx.objectStore("orders").get(orderId))] as const),
      );
    });
    this.orders = new Map(queued);
    if (this.orders.size === known.size && queued.every(([id]) => known.has(id))) return false;
    this.pieces.clear();
    for (const { sku, quantity } of queued.flatMap(([, goods]) => goods)) {
      const key = sku.toLowerCase();
      this.pieces.set(key, (this.pieces.get(key) ?? 0) + Number(quantity));
    }
    return true;
  }
}

/** What an order takes of the stock. */
function goodsOf(order: OrderRecord | undefined) {
  return order?.goods ?? order?.input.lines ?? [];
}
