import { describe, expect, it } from "vitest";
import { Totals } from "../../../src/domain/totals/calculate";
import { Exact } from "../../../src/domain/totals/exact";
import { type Figures, type LineFigures, isRefused } from "../../../src/domain/totals/result";
import { type ExpectedLine, type Vector, loadSnapshot, loadVectors } from "./vectors";

const totals = new Totals(loadSnapshot());
const vectors = loadVectors();

/**
 * Equal to the cent. Amounts of broken quantities have more than four places, and Magento's binary fraction of a tie may have been
 * stored one ten-thousandth lower.
 */
function same(mine: string | null | undefined, theirs: unknown): boolean {
  if (typeof theirs !== "number" || typeof mine !== "string") return (theirs ?? null) === (mine ?? null);
  const difference = Exact.parse(mine)!.minus(Exact.parse(theirs)!);
  return difference.sign() === 0 || difference.compare(Exact.of(1, 10_000)) === 0;
}

const CART = [
  "subtotal",
  "subtotal_incl_tax",
  "discount_amount",
  "tax_amount",
  "shipping_amount",
  "shipping_incl_tax",
  "shipping_discount_amount",
  "shipping_tax_amount",
  "discount_tax_compensation",
  "shipping_discount_tax_compensation",
  "grand_total",
] as const;
const LINE = [
  "qty",
  "price",
  "price_incl_tax",
  "row_total",
  "row_total_incl_tax",
  "tax_amount",
  "tax_percent",
  "discount_amount",
  "discount_percent",
  "discount_tax_compensation",
] as const;

function lineDifferences(mine: LineFigures | undefined, theirs: ExpectedLine, at: string): string[] {
  if (!mine) return [`${at} is missing`];
  const found = LINE.filter((figure) => !same(mine[figure], theirs[figure])).map(
    (figure) => `${at} ${figure}: ${String(mine[figure])} instead of ${String(theirs[figure])}`,
  );
  if (mine.sku !== theirs.sku) found.push(`${at} sku`);
  if (String(mine.applied_rule_ids.toSorted((a, b) => a - b)) !== String(theirs.applied_rule_ids)) found.push(`${at} rules ${String(mine.applied_rule_ids)}`);
  (theirs.children ?? []).forEach((part, i) => found.push(...lineDifferences(mine.children?.[i], part, `${at}.${String(i + 1)}`)));
  return found;
}

function cartDifferences(mine: Figures, vector: Vector): string[] {
  const { expect: theirs } = vector;
  const found = CART.filter((figure) => !same(mine[figure], theirs[figure])).map(
    (figure) => `${figure}: ${mine[figure]} instead of ${String(theirs[figure])}`,
  );
  const taxes = (list: readonly { rate: string; percent: unknown; amount: unknown }[]) =>
    list.map((tax) => [tax.rate, Number(tax.percent), Number(tax.amount)].join(" ")).sort().join("; ");
  if (taxes(mine.applied_taxes) !== taxes(theirs.applied_taxes)) {
    found.push(`taxes: ${taxes(mine.applied_taxes)} instead of ${taxes(theirs.applied_taxes)}`);
  }
  // The recordings leave out which of two rules came first on a line.
  const discounts = (list: readonly { label: string; amount: unknown; applied_to: string }[]) =>
    list.map((one) => `${one.label} ${one.applied_to} ${Exact.parse(one.amount)?.text() ?? "?"}`).sort().join("; ");
  if (theirs.discounts && !vector.is_virtual && discounts(mine.discounts) !== discounts(theirs.discounts)) {
    found.push(`discounts: ${discounts(mine.discounts)} instead of ${discounts(theirs.discounts)}`);
  }
  if (String(mine.rules) !== String(vector.rules)) found.push(`rules: ${String(mine.rules)} instead of ${String(vector.rules)}`);
  if (mine.coupon_rejected !== vector.coupon_rejected) found.push(`coupon_rejected: ${String(mine.coupon_rejected)}`);
  return found;
}

function differences(vector: Vector): string[] {
  const mine = totals.calculate(vector);
  if (isRefused(mine)) return [`refused: ${mine.refused.code}`];
  const found = cartDifferences(mine, vector);
  if (vector.tags.includes("cart_fixed_surcharge") !== (mine.nonsense !== undefined)) found.push("nonsense");
  // Where Magento's binary fractions put one cent on another line, only the cart has to agree.
  if (vector.tags.includes("float_noise")) return found;
  vector.expect.items.forEach((line, i) => found.push(...lineDifferences(mine.items[i], line, `line ${String(i + 1)}`)));
  return found;
}

const byConfig = new Map<string, Vector[]>();
for (const vector of vectors) byConfig.set(vector.config_name, [...(byConfig.get(vector.config_name) ?? []), vector]);

describe("the golden carts of a real Magento", () => {
  it.each([...byConfig])("%s agrees in every figure", (_name, carts) => {
    const wrong = carts.flatMap((vector) => {
      const found = differences(vector);
      return found.length > 0 ? [`${vector.id}: ${found.join(" | ")}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it("covers all 818 carts of 36 configurations, as the table shows", () => {
    const rows = [...byConfig].map(([name, carts]) => {
      const passed = carts.filter((vector) => differences(vector).length === 0).length;
      return `${name.padEnd(34)}${String(carts.length).padStart(5)}${String(passed).padStart(7)}${String(carts.length - passed).padStart(7)}`;
    });
    console.info(["configuration".padEnd(34) + "carts   pass   fail", ...rows].join("\n"));
    expect([vectors.length, byConfig.size]).toEqual([818, 36]);
  });
});
