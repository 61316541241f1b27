import type { Basket, Rule, Snapshot } from "../../../src/domain/totals/input";
import { loadSnapshot } from "./vectors";

/**
 * A set of rules as the Go benchmark has it. Half need a code; the others pick lines by SKU or, one in `spread`, by category and
 * attribute, with conditions on the cart.
 */
export function rulesOf(n: number, spread: number): Rule[] {
  return Array.from({ length: n }, (_, i) => {
    const bySku = { type: "product", attribute: "sku", operator: "()", value: `SKU-${String(i % 50)},SKU-${String((i + 7) % 50)}` };
    const broad = [
      { type: "product", attribute: "category_ids", operator: "==", value: "5" },
      { type: "product", attribute: "material", operator: "()", value: "33" },
    ];
    const isBroad = i % spread === spread - 1;
    const action = isBroad ? "by_percent" : i % 4 === 1 ? "by_fixed" : i % 50 === 0 ? "cart_fixed" : "by_percent";
    return {
      id: i + 1,
      name: `Rule ${String(i)}`,
      label: null,
      is_active: true,
      priority: i % 7,
      stop: false,
      action,
      discount_amount: action === "by_fixed" ? 0.37 : action === "cart_fixed" ? 5 : ((i % 9) + 1) / 2,
      discount_qty: null,
      discount_step: 0,
      apply_to_shipping: false,
      free_shipping: null,
      coupon: i % 2 === 0 ? `CODE${String(i)}` : null,
      customer_groups: [0, 1],
      from_date: null,
      to_date: null,
      conditions: {
        type: "combine",
        aggregator: "all",
        expect: true,
        conditions: [
          { type: "address", attribute: "base_subtotal", operator: ">=", value: "50" },
          {
            type: "found",
            aggregator: "all",
            expect: true,
            conditions: [{ type: "product", attribute: "category_ids", operator: "()", value: "4,5,6" }],
          },
        ],
      },
      actions: {
        type: "product_combine",
        aggregator: isBroad ? "any" : "all",
        expect: true,
        conditions: isBroad ? broad : [bySku],
      },
    };
  });
}

export function bigSnapshot(rules: Rule[]): Snapshot {
  return { ...loadSnapshot(), rules };
}

export function bigBasket(lines: number): Basket {
  return {
    date: "2026-11-21",
    config: {},
    customer_group: 0,
    customer_tax_class_id: 3,
    address: { country: "US", region_code: "NY", postcode: "10001" },
    coupon: "CODE8",
    is_virtual: false,
    shipping: { method: "instore_pickup" },
    items: Array.from({ length: lines }, (_, i) => ({
      sku: `SKU-${String(i)}`,
      type: "simple",
      qty: (i % 4) + 1,
      unit_price_original: (1999 + 137 * i) / 100,
      product_tax_class_id: 2,
      attributes: { material: "31,33" },
      category_ids: [2, 3, 4 + (i % 6)],
    })),
  };
}
