/** Why the engine does not calculate an order, by its own words, in which … stands for a name or a number. */
export const en = {
  /** What it is about. */
  line: (n: string) => `Line ${n}`,
  part: (sku: string) => `part ${sku}`,
  reasons: {
    "more than … lines": (n: string) => `there are more than ${n} lines`,
    "no date": () => "the day is not known",
    "product type …": (type: string) => `the register does not sell products of type ${type}`,
    "quantity not above zero": () => "the quantity is not above zero",
    "price below zero": () => "the price is below zero",
    "fixed product tax": () => "it has a fixed product tax, which only Magento calculates",
    "a bundle without parts, or with too many": () => "the bundle has no parts, or too many",
    "changing the price of a bundle whose parts are priced": () => "the price of a bundle whose parts have prices of their own cannot be changed",
    "staff discount below zero, or above 100 percent": () => "the discount is below zero, or above 100 percent",
    "cash rounding below zero": () => "the smallest coin that is set up is below zero",
    "cash rounding finer than any coin": () => "the smallest coin that is set up is finer than any",
    "shipping price below zero": () => "the price of shipping is below zero",
    "the price of shipping method …": (method: string) => `only Magento knows the price of shipping method ${method}`,
    "tax algorithm …": (name: string) => `Magento is set to calculate taxes in a way the register does not know (${name})`,
    "carriers/flatrate/price": () => "the flat rate of shipping that is set in Magento is no number",
    "carriers/flatrate/handling_fee": () => "the handling fee of shipping that is set in Magento is no number",
    "a total beyond any till": () => "the total is larger than any register takes",
  } satisfies Record<string, (name: string) => string>,
};

/** These texts in any language. */
export type Texts = typeof en;
