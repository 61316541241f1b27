import { expect, it } from "vitest";
import { addLine, newCart } from "../../src/domain/cart";
import type { Step, StepCode } from "../../src/domain/totals/trace";
import { explained } from "../../src/features/sell/explained";
import { cartLine } from "../support/build";

const step = (code: StepCode, line: number, sku?: string): Step => ({ code, line, ...(sku && { sku }), amount: "1" });

it("tells lines apart that have the same name and quantity, and the parts of a bundle", () => {
  const named = (sku: string, name: string, detail = "") => ({ ...cartLine(sku), name, detail });
  const cart = [named("H-S", "Hoodie", "S"), named("H-M", "Hoodie", "M"), named("A", "Mug"), named("B", "Mug"), named("KIT", "Kit")].reduce(addLine, newCart("1", "USD"));
  const groups = explained(
    [
      step("price.unit", 1, "H-S"), step("price.unit", 2, "H-M"), step("price.unit", 3, "A"), step("price.unit", 4, "B"),
      step("price.unit", 5, "BALL"), step("price.unit", 5, "BAG"), step("rule.holds", 0), step("tax.due", 1, "H-S"), step("total.grand", 0),
    ],
    cart,
  );
  expect(groups.map(({ title, steps }) => [title, steps.length])).toEqual([
    ["1 × Hoodie · S", 2], ["1 × Hoodie · M", 1], ["1 × Mug", 1], ["1 × Mug", 1], ["1 × Kit · BALL", 1], ["1 × Kit · BAG", 1], ["Rules", 1], ["The whole order", 1],
  ]);
});
