import type { StepCode } from "../../domain/totals/trace";

/** What a step or a difference tells, written as people read it. */
export interface Told {
  name: string;
  percent: string;
  given: string;
  coin: string;
}

/** Why a total is what it is. */
export const en = {
  title: "Why this total?",
  intro: "Every price, tax rate, rule and rounding, in the order in which Magento counts.",
  order: "The whole order",
  rules: "Rules",
  stages: { price: "Price", rate: "Rate", rule: "Rule", discount: "Discount", shipping: "Shipping", tax: "Tax", total: "Total", rounding: "Rounding", refused: "Not calculated" },
  steps: {
    "price.catalog": "Catalog price",
    "price.tier": "Price for this quantity",
    "price.special": "Special price",
    "price.catalog_rule": "Price by a catalog rule",
    "price.in_bundle": "Reduced with the bundle",
    "price.bundle": "Price of the bundle",
    "price.part": ({ name }: Told) => `With ${name}`,
    "price.option": "With an option",
    "price.download": "With a download",
    "price.entered": "Price entered at the register",
    "price.manual_discount": "Less what was taken off at the register",
    "price.unit": "Unit price, rounded",
    "rate.applies": ({ name }: Told) => `${name}, of the price`,
    "tax.line": "Line without tax",
    "tax.before_discount": ({ percent }: Told) => `Tax of the line before discounts, ${percent}`,
    "tax.due": "Tax due on the line",
    "tax.compensation": "Tax that was inside the discount",
    "tax.shipping": "Tax on shipping",
    "rule.holds": ({ name }: Told) => `“${name}” applies: its conditions hold`,
    "rule.fails": ({ name }: Told) => `“${name}” does not apply: its conditions do not hold`,
    "rule.used": ({ name }: Told) => `“${name}” does not apply: this customer has used it before`,
    "rule.unknown": ({ name }: Told) => `Only Magento can judge “${name}”`,
    "rule.coupon_refused": ({ name }: Told) => `Coupon “${name}” is refused: it gives nothing on these goods`,
    "discount.rule": ({ name, given }: Told) => `“${name}” gives ${given}; discount of the line so far`,
    "discount.staff": ({ given }: Told) => `The discount given at the register takes ${given}; discount of the line so far`,
    "shipping.price": "Price of shipping",
    "shipping.rule": ({ name, given }: Told) => `“${name}” gives ${given}; discount on shipping so far`,
    "total.grand": "Subtotal + tax + shipping − discounts + tax inside discounts",
    "rounding.cash": ({ coin }: Told) => `Rounded to steps of ${coin} for cash`,
    "refused.lines": ({ name }: Told) => `There are more than ${name} lines`,
    "refused.date": "The day is not known",
    "refused.number": ({ name }: Told) => `${name} is no number`,
    "refused.product_type": ({ name }: Told) => `The register does not sell products of type ${name}`,
    "refused.quantity": "The quantity is not above zero",
    "refused.price": "The price is below zero",
    "refused.fixed_product_tax": "A fixed product tax applies, which only Magento calculates",
    "refused.parts": "The bundle has no parts, or too many",
    "refused.priced_parts": "The price of a bundle whose parts have prices of their own cannot be changed",
    "refused.staff_discount": "The discount is below zero, or above 100 percent",
    "refused.coin": "The smallest coin that is set up is below zero, or finer than any",
    "refused.shipping_price": "The price of shipping is below zero",
    "refused.carrier": ({ name }: Told) => `Only Magento knows the price of shipping method ${name}`,
    "refused.tax_algorithm": ({ name }: Told) => `Magento is set to calculate taxes in a way the register does not know (${name})`,
    "refused.total": "The total is larger than any register takes",
  } satisfies Record<StepCode, string | ((told: Told) => string)>,
  differs: {
    line: (n: number, sku: string) => `Line ${n} (${sku})`,
    order: "The whole order",
    rules: (figure: string, charged: string, other: string) => `${figure}: ${charged} charged, ${other} by the rules of today`,
    magento: (figure: string, charged: string, other: string) => `${figure}: ${charged} charged, ${other} in Magento`,
    figures: {
      qty: "quantity",
      price: "unit price without tax",
      row_total: "amount without tax",
      row_total_incl_tax: "amount with tax",
      discount_amount: "discount",
      shipping_amount: "shipping without tax",
      shipping_discount_amount: "discount on shipping",
      tax_amount: "tax",
      shipping_tax_amount: "tax on shipping",
      grand_total: "total",
    },
  },
};

export type Texts = typeof en;
