import { type Exact, ZERO } from "./exact";
import type { Basket } from "./input";
import type { Place } from "./rate";
import { Refused, decimal } from "./read";

export type Algorithm = "UNIT_BASE_CALCULATION" | "ROW_BASE_CALCULATION" | "TOTAL_BASE_CALCULATION";

/** What a basket's config means. A missing path has Magento's default. */
export interface Settings {
  algorithm: Algorithm;
  pricesInclTax: boolean;
  shippingInclTax: boolean;
  afterDiscount: boolean;
  discountInclTax: boolean;
  onOriginalPrice: boolean;
  crossBorder: boolean;
  basedOn: string;
  shippingTaxClass: number;
  origin: Place;
  fallback: Place;
  flatPrice: Exact;
  flatPerPiece: boolean;
  handling: Exact;
  handlingIsPercent: boolean;
}

export function readSettings(config: Basket["config"]): Settings {
  const get = (path: string, fallback: string) => config[path] ?? fallback;
  const flag = (path: string, fallback = "0") => get(path, fallback) === "1";
  const id = (path: string, fallback: string) => (/^-?\d+$/.test(get(path, fallback)) ? Number(get(path, fallback)) : 0);
  const algorithm = get("tax/calculation/algorithm", "TOTAL_BASE_CALCULATION");
  if (!/^(UNIT|ROW|TOTAL)_BASE_CALCULATION$/.test(algorithm)) throw new Refused("refused.tax_algorithm", { name: algorithm });
  if (flag("tax/weee/enable")) throw new Refused("refused.fixed_product_tax");
  const fee = get("carriers/flatrate/handling_fee", "");
  return {
    algorithm: algorithm as Algorithm,
    pricesInclTax: flag("tax/calculation/price_includes_tax"),
    shippingInclTax: flag("tax/calculation/shipping_includes_tax"),
    afterDiscount: flag("tax/calculation/apply_after_discount", "1"),
    discountInclTax: flag("tax/calculation/discount_tax"),
    onOriginalPrice: flag("tax/calculation/apply_tax_on"),
    crossBorder: flag("tax/calculation/cross_border_trade_enabled"),
    basedOn: get("tax/calculation/based_on", "shipping"),
    shippingTaxClass: id("tax/classes/shipping_tax_class", "0"),
    origin: {
      country: get("shipping/origin/country_id", "US"),
      region: id("shipping/origin/region_id", "12"),
      postcode: get("shipping/origin/postcode", "90034"),
    },
    fallback: {
      country: get("tax/defaults/country", "US"),
      region: id("tax/defaults/region", "0"),
      postcode: get("tax/defaults/postcode", ""),
    },
    flatPrice: decimal(get("carriers/flatrate/price", "5.00"), "carriers/flatrate/price"),
    flatPerPiece: get("carriers/flatrate/type", "I") === "I",
    handling: fee === "" ? ZERO : decimal(fee, "carriers/flatrate/handling_fee"),
    handlingIsPercent: get("carriers/flatrate/handling_type", "F") === "P",
  };
}
