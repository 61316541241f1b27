import { bench, describe } from "vitest";
import { Totals } from "../../../src/domain/totals/calculate";
import { bigBasket, bigSnapshot, rulesOf } from "./big";

// npx vitest bench --run test/domain/totals. The budget is 2 ms in Chromium on a processor slowed down four times: 0.5 ms here.
describe("a basket of 50 lines with 200 rules", () => {
  const basket = bigBasket(50);
  for (const [name, spread] of [
    ["5 rules a line", 70],
    ["23 rules a line", 10],
    ["every rule on every line", 1],
  ] as const) {
    const rules = rulesOf(200, spread).map((rule) => (spread === 1 ? { ...rule, coupon: null } : rule));
    const totals = new Totals(bigSnapshot(rules));
    bench(name, () => {
      totals.calculate(basket);
    });
  }
});
