import { expect, it } from "vitest";
import { finish } from "../../src/store/outbox";
import { Unsent } from "../../src/store/unsent";
import { CatalogMemory } from "../../src/sync/catalog/memory";
import { enrolled, sell } from "../support/build";

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
