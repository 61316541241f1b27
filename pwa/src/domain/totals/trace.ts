import type { Exact } from "./exact";

export type Stage = "price" | "rate" | "rule" | "discount" | "shipping" | "tax" | "total" | "rounding" | "refused";

/** Why there are no figures: what no engine can compute, and what only Magento can (gateway/pos/totals/trace.go). */
export type RefusalCode =
  `refused.${"lines" | "date" | "number" | "product_type" | "quantity" | "price" | "fixed_product_tax" | "parts" | "priced_parts" | "staff_discount" | "coin" | "shipping_price" | "carrier" | "tax_algorithm" | "total"}`;

/** Every decision that a calculation may tell of, in the order in which they are made; the stage is what comes before the dot. */
export type StepCode =
  | `price.${"catalog" | "tier" | "special" | "catalog_rule" | "in_bundle" | "bundle" | "part" | "option" | "download" | "entered" | "manual_discount" | "unit"}`
  | "rate.applies"
  | `tax.${"line" | "before_discount" | "due" | "compensation" | "shipping"}`
  | `rule.${"holds" | "fails" | "used" | "unknown" | "coupon_refused"}`
  | `discount.${"rule" | "staff"}`
  | `shipping.${"price" | "rule"}`
  | "total.grand"
  | "rounding.cash"
  | RefusalCode;

/**
 * One decision of a calculation: what happened, with the figures and names it happened with. It carries no sentence, since who reads it
 * decides the language. The gateway's engine gives the same steps, byte for byte.
 */
export interface Step {
  code: StepCode;
  /** From 1; 0 is the basket or shipping. */
  line: number;
  sku?: string;
  /** The rule's, the coupon's, the rate's, or the SKU of a part that is added; of a refusal the limit, the type, the method, the algorithm, or what is no number. */
  name?: string;
  /** All taxes of the line together. */
  percent?: string;
  /** What a discount takes off now. */
  given?: string;
  /** What cash is rounded to. */
  coin?: string;
  /** Of the currency; of a rate its percentage, of a rule what it is set to, of a refusal 0. */
  amount: string;
}

export const stageOf = (code: StepCode) => code.slice(0, code.indexOf(".")) as Stage;

type More = Partial<Pick<Step, "name" | "percent" | "given" | "coin">>;

/** Collects the steps of one calculation. The engine takes none unless it is asked to explain itself. */
export class Trace {
  readonly steps: Step[] = [];

  /** About a line, or null for the basket or shipping. */
  add(code: StepCode, line: { no: number; item: { sku: string } } | null, amount: string, { name, percent, given, coin }: More = {}): void {
    this.steps.push({
      code,
      line: line?.no ?? 0,
      ...(line?.item.sku && { sku: line.item.sku }),
      ...(name && { name }),
      ...(percent !== undefined && { percent }),
      ...(given !== undefined && { given }),
      ...(coin !== undefined && { coin }),
      amount,
    });
  }
}

/** Tells a price on its way to the unit price, in units of the currency; null tells nobody. */
export type PriceNote = ((code: StepCode, price: Exact, name?: string) => void) | null;
