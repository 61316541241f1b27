import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CatalogMemory } from "../../src/sync/catalog/memory";
import { stockSegment } from "../../src/sync/catalog/segment";

function shop() {
  const memory = new CatalogMemory();
  const put = (kind: string, key: string, body: unknown) => memory.put([{ kind, key, body }]);
  put("store", "default", { code: "default", rootCategoryId: 2, baseCurrency: "USD", baseMediaUrl: "http://m/", locale: "en_US" });
  const category = (id: number, path: string, position: number, more = {}) =>
    put("category", String(id), { id, parentId: Number(path.split("/").at(-2)), path, level: path.split("/").length - 1, position, name: `C${id}`, active: true, inMenu: true, ...more });
  category(2, "1/2", 1);
  category(10, "1/2/10", 2);
  category(11, "1/2/10/11", 1);
  category(20, "1/2/20", 1);
  category(30, "1/2/30", 3, { active: false });
  category(99, "1/98/99", 1);
  const product = (id: number, name: string, more = {}) =>
    put("product", String(id), { id, sku: `WS${id}`, type: "simple", name, enabled: true, visibility: 4, taxClass: 2, price: "10.00", ...more });
  product(1, "Breathe-Easy Tank", {
    type: "configurable",
    categories: [{ id: 11, position: 1 }],
    smallImage: "/a/b.jpg",
    options: [{ code: "size", label: "Size", values: [{ id: 5, label: "S" }, { id: 6, label: "M" }, { id: 7, label: "L" }] }],
    variants: [{ id: 2, sku: "WS1-S", values: { size: 5 } }, { id: 3, sku: "WS1-M", values: { size: 6 } }, { id: 4, sku: "WS1-L", values: { size: 7 } }],
    price: undefined,
  });
  product(2, "Breathe-Easy Tank-S", { sku: "WS1-S", visibility: 1, price: "34", barcodes: ["036000291452"] });
  product(3, "Breathe-Easy Tank-M", { sku: "WS1-M", visibility: 1, price: "36", smallImage: "no_selection" });
  product(4, "Breathe-Easy Tank-L", { sku: "WS1-L", visibility: 1, enabled: false });
  product(5, "Duffle bag", { sku: "24-MB01", categories: [{ id: 20, position: 0 }] });
  product(6, "Gift set", { type: "bundle" });
  product(7, "Gone", { enabled: false });
  return memory;
}

describe("find", () => {
  it.each<[string, string, object]>([
    ["a SKU in any letter case", "24-mb01", { kind: "item", item: { sku: "24-MB01", price: 1000 } }],
    ["a variant that is not visible alone, by SKU", "WS1-M", { kind: "item", name: "Breathe-Easy Tank", detail: "M", item: { price: 3600 } }],
    ["a variant by barcode", "036000291452", { kind: "item", detail: "S", item: { sku: "WS1-S" } }],
    ["a UPC that the scanner sends as EAN-13", "0036000291452", { kind: "item", item: { sku: "WS1-S" } }],
    ["a product with options", "ws1", { kind: "configurable", product: { item: { price: 3400, priceFrom: true } } }],
    ["a bundle", "WS6", { kind: "options", item: { name: "Gift set" } }],
    ["a disabled product", "WS7", { kind: "nothing" }],
    ["garbage", "\u00ff%%%", { kind: "nothing" }],
  ])("understands %s", (_name, code, want) => {
    expect(shop().find(code)).toMatchObject(want);
  });

  it("offers only variants that are for sale, with the parent's picture when they have none", () => {
    const found = shop().find("WS1");
    expect(found.kind === "configurable" && found.product.options[0]?.values.map((v) => v.label)).toEqual(["S", "M"]);
    expect(shop().find("WS1-M")).toMatchObject({ item: { image: "http://m/catalog/product/a/b.jpg" } });
  });
});

describe("browse", () => {
  const browse = (search: string, category: number | null = null) =>
    shop().browse({ search, category, limit: 50 }).items.map((item) => item.sku);

  it.each<[string, string, string[]]>([
    ["the beginning of words", "breat ta", ["WS1"]],
    ["a word in the middle of a name with dashes", "easy", ["WS1"]],
    ["a SKU", "24-mb01", ["24-MB01"]],
    ["the beginning of a SKU", "24-mb", ["24-MB01"]],
    ["a variant's SKU, shown as its parent", "WS1-M", ["WS1"]],
    ["a variant's barcode, shown as its parent", "036000291452", ["WS1"]],
    ["a slip of the finger", "dufle", ["24-MB01"]],
    ["what it found before, while the next word begins", "duffle b", ["24-MB01"]],
    ["nothing", "zzzz", []],
  ])("finds %s", (_name, search, want) => {
    expect(browse(search)).toEqual(want);
  });

  it("answers ten thousand characters at once", () => {
    const memory = shop();
    const began = performance.now();
    for (const text of ["x".repeat(10_000), "a ".repeat(5_000), "(*+?[".repeat(2_000)]) memory.browse({ search: text, category: null, limit: 50 });
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("shows a category with what its children hold, and leaves variants out", () => {
    expect(browse("", 10)).toEqual(["WS1"]);
    expect(browse("", 20)).toEqual(["24-MB01"]);
    expect(browse("")).toEqual(["WS1", "24-MB01", "WS6"]);
  });
});

it("keeps up with any number of changes to the same products", () => {
  const memory = shop();
  const doc = { id: 5, sku: "24-MB01", type: "simple", enabled: true, visibility: 4, taxClass: 2, price: "10.00" };
  for (let i = 0; i < 100; i++) {
    memory.put([{ kind: "product", key: "5", body: { ...doc, name: `Duffle ${i}`, sku: `B${i}` } }]);
    expect(memory.browse({ search: "duffle", category: null, limit: 9 })).toMatchObject({ total: 1, items: [{ name: `Duffle ${i}` }] });
    expect(memory.find(`b${i - 1}`).kind).toBe("nothing");
    expect(memory.size).toBe(7);
  }
  memory.put([{ kind: "product", key: "5", body: null }]);
  expect(memory.browse({ search: "duffle", category: null, limit: 9 }).total).toBe(0);
  expect(memory.size).toBe(6);
});

it("finds what a plain walk over all products finds, in the same order", () => {
  const words = ["ash", "oak", "elm", "ashen", "oaken"];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.option(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }))), { maxLength: 60 }),
      (changes) => {
        const memory = new CatalogMemory();
        const known = new Map<number, string>();
        for (const [id, parts] of changes) {
          const name = parts?.join(" ");
          const body = name === undefined ? null : { id, sku: `S${id}`, type: "simple", name, enabled: true, visibility: 4, taxClass: 2, price: "1" };
          memory.put([{ kind: "product", key: String(id), body }]);
          if (name === undefined) known.delete(id);
          else known.set(id, name);
        }
        const all = [...known].sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[0] - b[0])).map(([id]) => id);
        const whole = memory.browse({ search: "", category: null, limit: 99 });
        expect([whole.total, whole.items.map((item) => item.id)]).toEqual([all.length, all]);
        const found = memory.browse({ search: "oak", category: null, limit: 99 }).items.map((item) => item.id);
        expect([...found].sort()).toEqual(all.filter((id) => /\boak/.test(known.get(id)!)).sort());
      },
    ),
  );
});

it("lists the active categories below the store's root", () => {
  expect(shop().categories().map((c) => c.id)).toEqual([20, 10, 11]);
});

describe("what is sold in whole pieces only", () => {
  const level = (sku: string, more = {}) => ({ kind: "stock", key: sku, body: { sku, inStock: true, ...more } });
  const whole = (...parts: [sku: string, each: number][]) => parts.map(([sku, each]) => ({ sku, each, whole: true }));
  const found = (memory: CatalogMemory, code: string) => {
    const what = memory.find(code);
    return what.kind === "item" ? what.rules : what.kind;
  };

  it("is what the levels say: of the product, and of variants", () => {
    const memory = shop();
    expect(found(memory, "24-MB01")).toBeUndefined();
    memory.put([level("24-mb01", { whole: true }), level("WS1-S", { whole: true }), level("WS1-M")]);
    expect([found(memory, "24-MB01"), found(memory, "WS1-S"), found(memory, "WS1-M")]).toEqual([whole(["24-mb01", 1]), whole(["ws1-s", 1]), undefined]);
    memory.put([level("24-MB01"), { kind: "stock", key: "WS1-S", body: null }]);
    expect([found(memory, "24-MB01"), found(memory, "WS1-S")]).toEqual([undefined, undefined]);
  });

  it("is told of the parts of a bundle", () => {
    const memory = shop();
    const selections = [{ id: 1, productId: 5, sku: "24-MB01", quantity: "2", default: true }, { id: 2, productId: 3, sku: "WS1-M", quantity: "0.5" }];
    const bundle = { options: [{ id: 1, title: "Parts", type: "checkbox", required: true, selections }] };
    memory.put([{ kind: "product", key: "8", body: { id: 8, sku: "KIT", type: "bundle", name: "Kit", enabled: true, visibility: 4, taxClass: 2, bundle } }]);
    memory.put([level("24-MB01", { whole: true }), level("KIT", { whole: true })]);
    const sold = (ids: number[]) => memory.sell("KIT", { bundle: [{ optionId: 1, selections: ids, quantity: "2" }] })?.rules;
    expect([sold([1, 2]), sold([2])]).toEqual([whole(["24-mb01", 2]), undefined]);
    memory.put([level("WS1-M", { whole: true })]);
    expect(sold([1, 2])).toEqual(whole(["24-mb01", 2], ["ws1-m", 0.5]));
  });

  it("is told with the quantities that Magento takes into a cart, in levels as downloaded and as changed", () => {
    const memory = shop();
    const rules = { minSale: "3", maxSale: "12", increments: "1.5", backorders: 1 };
    memory.add(stockSegment([{ sku: "24-MB01", inStock: true, rules }, { sku: "WS1-S", inStock: true }]));
    expect([found(memory, "24-MB01"), found(memory, "WS1-S")]).toEqual([[{ sku: "24-mb01", each: 1, min: 3, max: 12, step: 1.5 }], undefined]);
    memory.put([level("24-MB01", { whole: true, rules: { maxSale: "5" } })]);
    expect(found(memory, "24-MB01")).toEqual([{ sku: "24-mb01", each: 1, whole: true, max: 5 }]);
  });

  it("counts a part of a bundle once that two options have", () => {
    const memory = shop();
    const options = [1, 2].map((id) => ({ id, title: "Part", type: "select", required: true, selections: [{ id, productId: 5, sku: "24-MB01", quantity: "2", default: true }] }));
    memory.put([{ kind: "product", key: "8", body: { id: 8, sku: "KIT", type: "bundle", name: "Kit", enabled: true, visibility: 4, taxClass: 2, bundle: { options } } }]);
    memory.put([level("24-MB01", { whole: true })]);
    expect(memory.sell("KIT", { bundle: [1, 2].map((optionId) => ({ optionId, selections: [optionId], quantity: "2" })) })?.rules).toEqual(whole(["24-mb01", 4]));
  });
});
