import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Totals } from "../../../src/domain/totals/calculate";
import type { Basket, Snapshot } from "../../../src/domain/totals/input";

interface Case {
  says: string;
  snapshot: Snapshot;
  basket: Basket;
  /** Some members of the result; lines are the discounts of the items. */
  expect: Record<string, unknown>;
}

const file = fileURLToPath(new URL("../../../../gateway/pos/totals/testdata/cases.json", import.meta.url));
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

describe("discounts of staff, codes, and input that has no business in a basket", () => {
  it.each(cases)("$says", ({ snapshot, basket, expect: expected }) => {
    const result = JSON.parse(JSON.stringify(new Totals(snapshot).calculate(basket))) as Record<string, unknown>;
    const got = Object.fromEntries(Object.keys(expected).map((key) => [key, result[key]]));
    if ("lines" in expected) got.lines = (result.items as { discount_amount: string }[]).map((item) => item.discount_amount);
    expect(got).toEqual(expected);
  });
});
