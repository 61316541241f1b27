import type { StoreDocument } from "./product";
import type { Rule, Snapshot } from "./totals/input";

/** A customer group with the tax class of its members. */
export interface CustomerGroup {
  id: number;
  code: string;
  taxClass: number;
}

/** What a store view's totals are calculated by: rules, taxes and settings. */
export interface PricingDocument {
  /** Stands for everything else in it. */
  fingerprint: string;
  /** Codes of the product attributes that rules look at. */
  attributes: string[];
  rules: Rule[];
  tax: Snapshot["tax"];
  multiselect?: string[];
  /** Magento's settings by path. */
  config: Record<string, string>;
  websiteId: number;
  groups: CustomerGroup[];
  currency: string;
  timezone: string;
}

/** Magento's group of customers who are not known (Magento\Customer\Model\Group::NOT_LOGGED_IN_ID). */
export const GUEST_GROUP = 0;

/** Magento's sample customer tax class "Retail Customer". */
const retailCustomer = 3;

/** The pricing of a store view whose pricing document has not arrived yet: its tax rates, each a rule of its own, and no rules. */
export function pricingOfStore(store: StoreDocument): PricingDocument {
  const rates = store.taxRates ?? [];
  const ids = new Map([...new Set(rates.map((rate) => rate.code))].map((code, i) => [code, i + 1]));
  return {
    fingerprint: "",
    attributes: [],
    rules: [],
    tax: {
      rates: [...new Map(rates.map((rate) => [rate.code, rate])).values()].map((rate) => ({
        id: ids.get(rate.code)!,
        code: rate.code,
        country: rate.country,
        region_id: rate.regionId,
        postcode: rate.postcode,
        zip_from: null,
        zip_to: null,
        percent: rate.percent,
      })),
      rules: rates.map((rate, i) => ({
        id: i + 1,
        priority: 0,
        calculate_subtotal: false,
        customer_tax_class_ids: [rate.customerTaxClass],
        product_tax_class_ids: [rate.productTaxClass],
        tax_rate_ids: [ids.get(rate.code)!],
      })),
      // Without their codes: each region is called by its number.
      regions: Object.fromEntries(rates.map((rate) => [`${rate.country}-${rate.regionId}`, rate.regionId])),
      default_customer_tax_class_id: retailCustomer,
    },
    config: store.settings ?? {},
    websiteId: store.websiteId ?? 0,
    groups: store.groups ?? [],
    currency: store.baseCurrency,
    timezone: store.timezone ?? "UTC",
  };
}

const days = new Map<string, Intl.DateTimeFormat>();

/** The day, 2026-11-21, that a moment falls on in a time zone; an unknown zone counts as UTC. */
export function dayIn(timezone: string, at: Date): string {
  let format = days.get(timezone);
  if (!format) {
    format = formatIn(timezone) ?? formatIn("UTC")!;
    days.set(timezone, format);
  }
  return format.format(at);
}

function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  try {
    // Canada writes dates as ISO 8601 does.
    return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  } catch {
    return null;
  }
}
