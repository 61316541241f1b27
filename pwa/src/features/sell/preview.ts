import type { Cart } from "../../domain/cart";
import type { Charge, Pricer } from "../../domain/charge";
import { nextSold } from "../../domain/sold";
import type { Sold } from "../../store/services";

/** What the smallest quantity that is sold would come to if it were sold alone now. */
export function previewOf(pricer: Pricer, sold: Sold, currency: string, now: Date, customer?: Cart["customer"]): Charge {
  const line = { id: 1, sku: sold.item.sku, name: sold.name, detail: sold.detail, image: "", quantity: nextSold(0, true, sold) ?? 1, product: sold.product, ...(sold.rules && { rules: sold.rules }) };
  return pricer.charge({ id: "", currency, lines: [line], ...(customer && { customer }) }, now);
}
