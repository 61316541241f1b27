import type { Nonsense } from "./discount";
import type { Step } from "./trace";

/**
 * What a basket comes to, in the names and signs of Magento's own figures. Every decimal is a string of at most four places, as Magento
 * stores amounts, without trailing zeros ("6.175"); what the customer pays is `payable`, whole minor units.
 */
export interface Figures {
  subtotal: string;
  subtotal_incl_tax: string;
  /** Negative; the discount on shipping is in it. */
  discount_amount: string;
  tax_amount: string;
  shipping_amount: string;
  shipping_incl_tax: string;
  shipping_discount_amount: string;
  shipping_tax_amount: string;
  discount_tax_compensation: string;
  shipping_discount_tax_compensation: string;
  grand_total: string;
  items: LineFigures[];
  applied_taxes: TaxFigures[];
  discounts: DiscountFigures[];
  /** The rules that took effect on a line or on shipping, those that gave nothing included. */
  rules: number[];
  coupon_rejected: boolean;
  payable: Payable;
  /** Rules that only Magento can judge; the figures are those without them. */
  needs_magento?: number[];
  /** Not empty: Magento's own figures are absurd, the sale must stop. */
  nonsense?: Nonsense[];
  trace?: Step[];
}

/** A line, or a part of a bundle. null has no meaning there, such as the tax percentage of a bundle of priced parts. */
export interface LineFigures {
  sku: string;
  qty: string;
  price: string;
  price_incl_tax: string | null;
  row_total: string;
  row_total_incl_tax: string | null;
  tax_amount: string;
  tax_percent: string | null;
  discount_amount: string;
  discount_percent: string;
  discount_tax_compensation: string | null;
  applied_rule_ids: number[];
  children?: LineFigures[];
}

/** What one group of rates, those of one priority, came to. */
export interface TaxFigures {
  rate: string;
  percent: string;
  amount: string;
  rates?: { code: string; percent: string }[];
}

/** What rules gave, as a receipt lists it. */
export interface DiscountFigures {
  label: string;
  amount: string;
  applied_to: "ITEM" | "SHIPPING";
}

/** What is to be paid, in minor units, and the rounding for cash and for the currency contained in it. */
export interface Payable {
  amount: number;
  rounding: number;
}

/** Why there are no figures. */
export interface Refusal {
  refused: Step;
}

export type Result = Figures | Refusal;

export function isRefused(result: Result): result is Refusal {
  return "refused" in result;
}
