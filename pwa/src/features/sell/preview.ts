import type { Cart } from "../../domain/cart";
import type { Charge, Pricer } from "../../domain/charge";
import type { Sold } from "../../store/services";

/** What one piece would come to if it were sold alone now. */
export function previewOf(pricer: Pricer, sold: Sold, currency: string, now: Date, customer?: Cart["customer"]): Charge {
  const line = { id: 1, sku: sold.item.sku, name: sold.name, detail: sold.detail, image: "", quantity: 1, product: sold.product, ...(sold.whole && { whole: sold.whole }) };
  return pricer.charge({ id: "", currency, lines: [line], ...(customer && { customer }) }, now);
}
