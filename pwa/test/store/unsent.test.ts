import { expect, it } from "vitest";
import { addLine } from "../../src/domain/cart";
import { changeCart } from "../../src/store/cart";
import { payOrder } from "../../src/store/orders";
import { finish } from "../../src/store/outbox";
import { Unsent } from "../../src/store/unsent";
import { CatalogMemory } from "../../src/sync/catalog/memory";
import { cartLine, enrolled, pricer, sam, sell, sellable } from "../support/build";

it("counts what was sold here as sold until the gateway has it, offline too", async () => {
  const db = await enrolled();
  const unsent = new Unsent(db);
  const memory = new CatalogMemory(unsent.pieces);
  memory.put([
    { kind: "product", key: "1", body: { id: 1, sku: "a", type: "simple", name: "Mug", enabled: true, visibility: 4, taxClass: 2, price: "5.00" } },
    { kind: "stock", key: "a", body: { sku: "a", salable: "5.0000", sold: "2", inStock: true } },
  ]);
  const left = () => memory.browse({ search: "", category: null, limit: 1 }).items[0]?.stock?.salable;
  expect(await unsent.read()).toBe(false);
  expect(left()).toBe(3);
  const first = await sell(db, "A");
  expect(await unsent.read()).toBe(true);
  expect(left()).toBe(2);
  expect(await unsent.read()).toBe(false);
  for (let n = 0; n < 3; n++) await sell(db, "A");
  expect(await unsent.read()).toBe(true);
  expect(left()).toBe(0);
  await finish(db, first.id, "received", null, "");
  expect(await unsent.read()).toBe(true);
  expect([...unsent.pieces]).toEqual([["a", 3]]);
});

it("counts the parts of bundles that were sold here", async () => {
  const db = await enrolled();
  const unsent = new Unsent(db);
  const part = (sku: string, qty_per_bundle: string) => ({ ...sellable("5.00").item, sku, qty_per_bundle });
  const product = { ...sellable("0", { type: "bundle", children: [part("Ball", "2"), part("MUG", "0.5")] }), partPrices: [[], []] };
  await sell(db, "mug");
  expect(await unsent.read()).toBe(true);
  const cart = await changeCart(db, "USD", (now) => addLine(now, { ...cartLine("KIT"), quantity: 3, product })).then(() => db.setting("cart"));
  const now = new Date();
  await payOrder(db, { cartId: cart!.id, registerId: "R1", staff: sam, last: { kind: "CASH", amount: pricer().charge(cart!, now).total }, coin: 1, now, charge: (stored) => pricer().charge(stored, now) });
  expect(await unsent.read()).toBe(true);
  expect(Object.fromEntries(unsent.pieces)).toEqual({ mug: 2.5, ball: 6 });
});
