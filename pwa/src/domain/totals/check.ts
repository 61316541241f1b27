import type { Basket, Item } from "./input";
import { type RefusalCode, Refused, decimal, decimalOrZero } from "./read";
import { Exact, HUNDRED } from "./exact";

/** Limits of a basket. Beyond them nothing sensible is bought. */
const MAX_ITEMS = 2000;
const MAX_PARTS = 100;

const TYPES = ["simple", "virtual", "configurable", "downloadable", "bundle"];

const refuse = (code: RefusalCode, detail: string): never => {
  throw new Refused(code, detail);
};

/** Whether the parts of the line are priced, taxed and discounted each. */
export function isDynamic(item: Item): boolean {
  return item.type === "bundle" && item.options?.price_type === "dynamic";
}

/** Refuses a basket without a defined total. */
export function checkBasket(basket: Basket): void {
  if (basket.items.length > MAX_ITEMS) refuse("INVALID", `more than ${String(MAX_ITEMS)} lines`);
  if (basket.date.length < "2006-01-02".length) refuse("INVALID", "no date");
  basket.items.forEach((item, i) => {
    checkItem(item, `line ${String(i + 1)}: `);
  });
  const off = basket.staff_discount;
  const percent = decimalOrZero(off?.percent, "staff discount");
  if (percent.sign() < 0 || percent.compare(HUNDRED) > 0 || decimalOrZero(off?.amount, "staff discount").sign() < 0) {
    refuse("INVALID", "staff discount below zero, or above 100 percent");
  }
  const step = decimalOrZero(basket.cash_rounding, "cash_rounding");
  if (step.sign() < 0) refuse("INVALID", "cash rounding below zero");
  const thousandths = step.times(Exact.of(1000));
  if (thousandths.compare(thousandths.floored()) !== 0) refuse("INVALID", "cash rounding finer than any coin");
  if (decimalOrZero(basket.shipping?.carrier_price, "carrier_price").sign() < 0) refuse("INVALID", "shipping price below zero");
}

function checkItem(item: Item, at: string): void {
  if (!TYPES.includes(item.type)) refuse("NOT_SUPPORTED", `${at}product type ${item.type}`);
  if (decimal(item.qty, `${at}quantity`).sign() <= 0) refuse("INVALID", `${at}quantity not above zero`);
  const price = decimal(item.unit_price_original, `${at}price`);
  if (price.sign() < 0 || decimalOrZero(item.override_price, `${at}price`).sign() < 0) refuse("INVALID", `${at}price below zero`);
  if (decimalOrZero(item.fixed_product_tax, `${at}fixed product tax`).sign() !== 0) refuse("NOT_SUPPORTED", `${at}fixed product tax`);
  const parts = item.children ?? [];
  if (parts.length > MAX_PARTS || (isDynamic(item) && parts.length === 0)) {
    refuse("INVALID", `${at}a bundle without parts, or with too many`);
  }
  if (isDynamic(item) && ((item.override_price ?? null) !== null || item.manual_discount)) {
    refuse("NOT_SUPPORTED", `${at}changing the price of a bundle whose parts are priced`);
  }
  for (const part of parts) {
    if (decimal(part.qty_per_bundle, `${at}quantity`).sign() <= 0) {
      refuse("INVALID", `${at}part ${part.sku}: quantity not above zero`);
    }
    if (decimal(part.unit_price_original, `${at}price`).sign() < 0) refuse("INVALID", `${at}part ${part.sku}: price below zero`);
    if (decimalOrZero(part.fixed_product_tax, `${at}fixed product tax`).sign() !== 0) {
      refuse("NOT_SUPPORTED", `${at}fixed product tax`);
    }
  }
}
