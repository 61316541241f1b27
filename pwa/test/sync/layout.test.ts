import { expect, it } from "vitest";
import { layOut, maxDocuments, partsOf } from "../../src/sync/catalog/layout";
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

it("cuts a chunk into parts of whole documents", () => {
  const bytes = bytesOf(products(2 * maxDocuments + 5));
  const parts = partsOf(bytes);
  expect(parts.map((part) => new TextDecoder().decode(part).trimEnd().split("\n").length)).toEqual([maxDocuments, maxDocuments, 5]);
  expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  for (const part of parts) expect(part.buffer.byteLength).toBe(part.length);
  expect(partsOf(bytesOf(products(maxDocuments)))).toHaveLength(1);
  expect(partsOf(new Uint8Array())).toEqual([new Uint8Array()]);
  const unended = new TextEncoder().encode("{}\n{}");
  expect(partsOf(unended)).toEqual([unended]);
});

it("makes a segment of products, and rests at every document", () => {
  const { segments, count } = laid("product", bytesOf(products(25)));
  expect(segments).toHaveLength(1);
  expect(count).toBeGreaterThan(3 * 25 - 1);
  const { docs, starts, ids } = segments[0] as ProductSegment;
  expect([...ids.keys]).toEqual(products(25).map(({ id }) => id));
  expect((JSON.parse(new TextDecoder().decode(docs.subarray(starts[24], starts[25]))) as { name: string }).name).toBe("Tasse Nº 24");
});

it("does so of stock levels too", () => {
  const levels = Array.from({ length: 9 }, (_, i) => ({ sku: `SKU-${i}`, salable: String(i), inStock: i > 0 }));
  expect(laid("stock", bytesOf(levels)).segments.map((segment) => segment.kind === "stock" && segment.salable.length)).toEqual([9]);
});

it("reads a last line without its end, passes over empty ones, and leaves kinds it does not know", () => {
  const lines = new TextEncoder().encode('{"id":1,"name":"a"}\n\n{"id":2,"name":"b"}');
  expect(laid("category", lines).rows.map(({ kind, key }) => [kind, key])).toEqual([["category", "1"], ["category", "2"]]);
  expect(laid("weather", lines)).toMatchObject({ rows: [], segments: [] });
});
