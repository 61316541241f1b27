import { expect, it } from "vitest";
import { layOut, maxRows } from "../../src/sync/catalog/layout";
import type { ProductSegment } from "../../src/sync/catalog/segment";

const bytesOf = (docs: readonly object[]) => new TextEncoder().encode(docs.map((doc) => `${JSON.stringify(doc)}\n`).join(""));
const products = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: i + 1, sku: `SKU-${i}`, type: "simple", name: `Tasse Nº ${i}`, enabled: true, visibility: 4, taxClass: 2, price: "5.00" }));

/** What is laid out, and in how many steps. */
function laid(kind: string, bytes: Uint8Array) {
  const steps = layOut(kind, bytes);
  for (let count = 0; ; count++) {
    const step = steps.next();
    if (step.done) return { ...step.value, count };
  }
}

it("makes small segments of a large chunk, each product in one, and rests at every document", () => {
  const { segments, count } = laid("product", bytesOf(products(2 * maxRows + 5)));
  const sizes = segments.map((segment) => (segment as ProductSegment).starts.length - 1);
  expect(sizes).toEqual([maxRows, maxRows, 5]);
  expect(count).toBeGreaterThan(3 * (2 * maxRows + 5) - 1);
  const ids = segments.flatMap((segment) => [...(segment as ProductSegment).ids.keys]);
  expect(ids).toEqual(products(2 * maxRows + 5).map(({ id }) => id));
  const { docs, starts } = segments[2] as ProductSegment;
  expect((JSON.parse(new TextDecoder().decode(docs.subarray(starts[4], starts[5]))) as { name: string }).name).toBe(`Tasse Nº ${2 * maxRows + 4}`);
});

it("does so of stock levels too", () => {
  const levels = Array.from({ length: maxRows + 1 }, (_, i) => ({ sku: `SKU-${i}`, salable: String(i), inStock: i > 0 }));
  expect(laid("stock", bytesOf(levels)).segments.map((segment) => segment.kind === "stock" && segment.salable.length)).toEqual([maxRows, 1]);
});

it("reads a last line without its end, passes over empty ones, and leaves kinds it does not know", () => {
  const lines = new TextEncoder().encode('{"id":1,"name":"a"}\n\n{"id":2,"name":"b"}');
  expect(laid("category", lines).rows.map(({ kind, key }) => [kind, key])).toEqual([["category", "1"], ["category", "2"]]);
  expect(laid("weather", lines)).toMatchObject({ rows: [], segments: [] });
});
