import type { Basket, Item } from "./input";
import { Refused, decimal, decimalOrZero } from "./read";
import { Exact, HUNDRED } from "./exact";

/** Limits of a basket. Beyond them nothing sensible is bought. */
const MAX_ITEMS = 2000;
const MAX_PARTS = 100;

const TYPES = ["simple", "virtual", "configurable", "downloadable", "bundle"];

/** Whether the parts of the line are priced, taxed and discounted each. */
export function isDynamic(item: Item): boolean {
  return item.type === "bundle" && item.options?.price_type === "dynamic";
}

/** Refuses a basket without a defined total. */
export function checkBasket(basket: Basket): void {
  if (basket.items.length > MAX_ITEMS) throw new Refused("refused.lines", { name: String(MAX_ITEMS) });
  if (basket.date.length < "2006-01-02".length) throw new Refused("refused.date");
  basket.items.forEach((item, i) => {
    try {
      checkItem(item);
    } catch (error) {
      throw error instanceof Refused ? error.on(i + 1, item.sku) : error;
    }
  });
  const off = basket.staff_discount;
  const percent = decimalOrZero(off?.percent, "staff discount");
  if (percent.sign() < 0 || percent.compare(HUNDRED) > 0 || decimalOrZero(off?.amount, "staff discount").sign() < 0) {
    throw new Refused("refused.staff_discount");
  }
  const thousandths = decimalOrZero(basket.cash_rounding, "cash_rounding").times(Exact.of(1000));
  if (thousandths.sign() < 0 || thousandths.compare(thousandths.floored()) !== 0) throw new Refused("refused.coin");
  if (decimalOrZero(basket.shipping?.carrier_price, "carrier_price").sign() < 0) throw new Refused("refused.shipping_price");
}

function checkItem(item: Item): void {
  if (!TYPES.includes(item.type)) throw new Refused("refused.product_type", { name: item.type });
  if (decimal(item.qty, "quantity").sign() <= 0) throw new Refused("refused.quantity");
  const price = decimal(item.unit_price_original, "price");
  if (price.sign() < 0 || decimalOrZero(item.override_price, "price").sign() < 0) throw new Refused("refused.price");
  if (decimalOrZero(item.fixed_product_tax, "fixed product tax").sign() !== 0) throw new Refused("refused.fixed_product_tax");
  const parts = item.children ?? [];
  if (parts.length > MAX_PARTS || (isDynamic(item) && parts.length === 0)) throw new Refused("refused.parts");
  if (isDynamic(item) && ((item.override_price ?? null) !== null || item.manual_discount)) throw new Refused("refused.priced_parts");
  for (const { sku, ...part } of parts) {
    if (decimal(part.qty_per_bundle, "quantity").sign() <= 0) throw new Refused("refused.quantity", { sku });
    if (decimal(part.unit_price_original, "price").sign() < 0) throw new Refused("refused.price", { sku });
    if (decimalOrZero(part.fixed_product_tax, "fixed product tax").sign() !== 0) throw new Refused("refused.fixed_product_tax", { sku });
  }
}
