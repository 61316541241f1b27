import fc from "fast-check";
import { expect, it } from "vitest";
import type { ProductDocument } from "../../src/domain/product";
import { atOnce } from "../../src/sync/catalog/breathe";
import { CatalogMemory } from "../../src/sync/catalog/memory";
import { productSegment } from "../../src/sync/catalog/segment";
import { queryWords, tokenize } from "../../src/sync/catalog/words";

// What a search is to find, written down without any index: a walk over everything.

const order = (a: ProductDocument, b: ProductDocument) => {
  const [x, y] = [a.name.toLowerCase(), b.name.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a.id - b.id;
};

/** The letters to change, add, take or swap with the next to make one word of the other. */
function apart(a: string, b: string): number {
  if (!a || !b) return a.length + b.length;
  if (a[0] === b[0]) return apart(a.slice(1), b.slice(1));
  const swapped = a[0] === b[1] && a[1] === b[0] ? apart(a.slice(2), b.slice(2)) : Infinity;
  return 1 + Math.min(apart(a.slice(1), b), apart(a, b.slice(1)), apart(a.slice(1), b.slice(1)), swapped);
}

function isNear(word: string, token: string): boolean {
  const most = Math.round(word.length * 0.2);
  return most > 0 && token[0] === word[0] && !/\d/.test(token) && apart(token, word) <= most;
}

/** How well a product matches a word; names count more than codes, whole words more than beginnings, slips of the finger least. */
function score(doc: ProductDocument, word: string, forgiving: boolean): number {
  const points = (token: string, [whole, start, near]: [number, number, number]) => {
    if (token === word) return whole;
    if (word.length > 1 && token.startsWith(word)) return start;
    return forgiving && isNear(word, token) ? near : 0;
  };
  const codes = [doc.sku, ...(doc.barcodes ?? [])].join(" ");
  return Math.max(0, ...tokenize(doc.name.toLowerCase()).map((t) => points(t, [6, 4, 2])), ...tokenize(codes.toLowerCase()).map((t) => points(t, [5, 3, 1])));
}

function plainSearch(all: ProductDocument[], text: string): number[] {
  const words = queryWords(text);
  const listed = all.filter((doc) => doc.enabled && doc.visibility > 1).sort(order);
  for (const forgiving of [false, true]) {
    const scored = listed.map((doc) => {
      const points = words.map((word) => score(doc, word, forgiving));
      return { doc, score: points.includes(0) ? 0 : points.reduce((sum, p) => sum + p, 0) };
    });
    const found = scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score);
    const exact = listed.find((doc) => doc.sku.toLowerCase() === text);
    if (words.length > 0 && found.length > 0) return [...new Set([...(exact ? [exact.id] : []), ...found.map((one) => one.doc.id)])];
  }
  return [];
}

const word = fc.constantFrom("ash", "ashen", "oak", "oaken", "lantern", "lanterns", "mug", "wind-up", "28", "Äpfel", "merino");
const product = fc.record({
  id: fc.integer({ min: 1, max: 40 }),
  name: fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" ")),
  code: fc.constantFrom("MB", "28", "oak"),
  enabled: fc.constantFrom(true, true, true, false),
  visibility: fc.constantFrom(1, 2, 4, 4, 4),
  barcodes: fc.option(fc.constantFrom(["40063813"], ["40063820", "28"]), { nil: undefined }),
});
const query = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
  fc.tuple(word, fc.nat(7)).map(([w, length]) => w.slice(0, length + 2)),
  fc.constantFrom("lantrn", "lanern mug", "merno oak", "latnern", "aksen", "oaekn mug", "lantenr", "oak m", "mb-1", "mb-12", "mb", "400", "4006381", "oak 28", "äpfe", "...", "zzz"),
);

const document = ({ code, ...doc }: { id: number; code: string }) =>
  ({ type: "simple", taxClass: 2, price: "1", sku: `${code}-${doc.id}`, ...doc }) as unknown as ProductDocument;

it("finds what a plain walk over all products finds, in the same order, whatever changes between", () => {
  const step = fc.oneof(
    fc.record({ text: query, limit: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ changed: fc.array(product, { maxLength: 4 }) }),
    fc.record({ gone: fc.integer({ min: 1, max: 40 }) }),
  );
  let searched = 0;
  fc.assert(
    fc.property(fc.uniqueArray(product, { selector: (p) => p.id, maxLength: 30 }), fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 14 }), (first, size, steps) => {
      const memory = new CatalogMemory();
      const known = new Map<number, ProductDocument>();
      for (let i = 0; i < first.length; i += size) memory.add(atOnce(productSegment(first.slice(i, i + size).map(document))));
      for (const doc of first) known.set(doc.id, document(doc));
      for (const step of steps) {
        if ("changed" in step) {
          memory.put(step.changed.map((doc) => ({ kind: "product", key: String(doc.id), body: document(doc) })));
          for (const doc of step.changed) known.set(doc.id, document(doc));
        } else if ("gone" in step) {
          memory.put([{ kind: "product", key: String(step.gone), body: null }]);
          known.delete(step.gone);
        } else {
          // A code of what no list shows is answered by the product itself; that is another matter.
          const unlisted = [...known.values()].some((doc) => doc.visibility === 1 && doc.sku.toLowerCase() === step.text.toLowerCase());
          if (unlisted || [...known.values()].some((doc) => doc.barcodes?.includes(step.text))) continue;
          const wanted = plainSearch([...known.values()], step.text.toLowerCase());
          const pages: number[] = [];
          for (let offset = 0; offset === 0 || offset < wanted.length; offset += step.limit) {
            const page = memory.browse({ search: step.text, category: null, offset, limit: step.limit });
            expect(page.total).toBe(wanted.length);
            pages.push(...page.items.map((item) => item.id));
          }
          expect(pages).toEqual(wanted);
          searched++;
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(searched).toBeGreaterThan(300);
});

it("finds a word of which two letters were swapped", () => {
  const memory = new CatalogMemory();
  memory.add(atOnce(productSegment([document({ id: 1, code: "MB", name: "wind-up lantern", enabled: true, visibility: 4 } as never), document({ id: 2, code: "MB", name: "mug", enabled: true, visibility: 4 } as never)])));
  const found = (search: string) => memory.browse({ search, category: null, offset: 0, limit: 9 }).items.map((item) => item.id);
  expect([found("latnern"), found("wnid"), found("nlatern")]).toEqual([[1], [1], []]);
});
