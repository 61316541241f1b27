/**
 * What the engine reads: Magento's facts in one JSON form that both engines share, Go's and this one. A decimal is a JSON number or a
 * string; it is taken as written, never as a binary fraction.
 */

export type Decimal = number | string;

/** One level of a product's tier prices, for one customer group or for all. */
export interface Tier {
  group: number | "all";
  qty: Decimal;
  price?: Decimal | null;
  percent?: Decimal | null;
}

/** A special price and the days it runs; for a bundle the percentage to pay. */
export interface Special {
  price: Decimal | null;
  from?: string | null;
  to?: string | null;
}

type Attributes = Record<string, unknown>;

interface Facts {
  sku: string;
  product_tax_class_id: number;
  unit_price_original: Decimal;
  tier_prices?: Tier[] | null;
  special_price?: Special | null;
  catalog_rule_price?: Decimal | null;
  weight?: Decimal | null;
  attributes?: Attributes | null;
  category_ids?: number[] | null;
  /** Fixed product taxes are refused. */
  fixed_product_tax?: Decimal | null;
}

/** A part of a bundle. */
export interface Part extends Facts {
  qty_per_bundle: Decimal;
  selection_price?: Decimal | null;
  selection_price_type?: string | null;
}

/** One line of a basket. */
export interface Item extends Facts {
  line?: number;
  qty: Decimal;
  type: string;
  children?: Part[] | null;
  options?: {
    price_type?: string;
    ships_separately?: boolean;
    custom_option?: { price: Decimal; price_type: string } | null;
    custom_options?: { price: Decimal; price_type: string }[] | null;
    links?: { id?: number; price: Decimal }[] | null;
    links_purchased_separately?: string | null;
  } | null;
  parent_sku?: string;
  parent_tax_class_id?: number;
  parent_category_ids?: number[] | null;
  parent_attributes?: Attributes | null;
  /** The unit price in place of every other. */
  override_price?: Decimal | null;
  /** What staff take off one piece, last of all: a percentage, or else an amount. */
  manual_discount?: { percent?: Decimal | null; amount?: Decimal | null } | null;
}

export interface Address {
  country?: string | null;
  region_code?: string | null;
  postcode?: string | null;
}

/** A basket with the settings in force. Config is keyed by Magento's paths. */
export interface Basket {
  date: string;
  config: Record<string, string | null | undefined>;
  customer_group: number;
  customer_tax_class_id: number;
  address: Address | null;
  billing_address?: Address | null;
  /** Nothing is shipped: there is no shipping address, and the billing address counts for everything. */
  is_virtual?: boolean;
  coupon?: string | null;
  items: Item[];
  shipping?: { method: string; carrier_price?: Decimal | null } | null;
  payment_method?: string | null;
  /** What staff take off the whole basket, after all rules: a percentage of what they left, or else an amount. */
  staff_discount?: { percent?: Decimal | null; amount?: Decimal | null } | null;
  /** 0 or absent: rules of every website. */
  website_id?: number;
  /** How often this customer used each rule before, by the rule's id. */
  rule_uses?: Record<string, number> | null;
  /** The customer has used rules, and those not in rule_uses are not known. */
  uses_unknown?: boolean | null;
  /** "USD" when absent. */
  currency?: string;
  /** The smallest coin for cash, such as "0.05". */
  cash_rounding?: Decimal | null;
}

/** One node of a rule's conditions. */
export interface Condition {
  type: string;
  aggregator?: string;
  expect?: boolean;
  attribute?: string;
  attribute_scope?: string | null;
  operator?: string;
  value?: unknown;
  conditions?: Condition[];
}

/** A cart price rule. */
export interface Rule {
  id: number;
  name: string;
  label: string | null;
  description?: string | null;
  is_active: boolean;
  priority: number;
  stop: boolean;
  action: string;
  discount_amount: Decimal;
  discount_qty: Decimal | null;
  discount_step: Decimal | null;
  apply_to_shipping: boolean;
  free_shipping: string | null;
  coupon: string | null;
  /** Further codes, each with its own limit. */
  coupons?: { code: string; uses_per_coupon?: number | null; times_used?: number | null }[] | null;
  /** There are codes that are not listed: only Magento knows them. */
  more_coupons?: boolean | null;
  customer_groups: number[];
  /** Empty or absent: all. */
  website_ids?: number[] | null;
  /** Limits; 0 or absent is none. */
  uses_per_coupon?: number | null;
  times_used?: number | null;
  uses_per_customer?: number | null;
  from_date: string | null;
  to_date: string | null;
  conditions: Condition | null;
  actions: Condition | null;
}

/** One tax rate. */
export interface Rate {
  id: number;
  code: string;
  country: string;
  region_id: number;
  postcode: string | null;
  zip_from: string | null;
  zip_to: string | null;
  percent: Decimal;
}

/** A tax rule: which rates two classes bring together. */
export interface TaxRule {
  id: number;
  priority: number;
  calculate_subtotal: boolean;
  customer_tax_class_ids: number[];
  product_tax_class_ids: number[];
  tax_rate_ids: number[];
}

/** The rules and taxes in force, shared by all baskets. */
export interface Snapshot {
  rules: Rule[];
  /** Product attributes that hold several options; without it a value with a comma is taken for several. */
  multiselect?: string[] | null;
  tax: {
    rates: Rate[];
    rules: TaxRule[];
    regions: Record<string, number>;
    default_customer_tax_class_id: number;
  };
}
