import type { ProductDocument, StockDocument } from "../../domain/product";
import type { SaleRule } from "../../domain/sold";
import { type Keys, hashOf, keysOf } from "./columns";
import { tokenize } from "./words";

/** Grows when what is stored changes: older segments are then built again from their chunks, without the gateway. */
export const segmentVersion = 6;

/**
 * What the register reads of a chunk of products, laid out so that opening it costs nothing: documents stay bytes until
 * they are looked at, everything to search by is a sorted column.
 */
export interface ProductSegment {
  kind: "product";
  /** Documents one after another as JSON, and where each begins; one more start than rows. */
  docs: Uint8Array;
  starts: Uint32Array;
  ids: Keys;
  /** Hashes of SKUs and barcodes in lower case. */
  codes: Keys;
  /** Ids of variants, with the row of the product they belong to. */
  children: Keys;
  /** Rows that are shown in lists, by name. */
  listed: Uint32Array;
  /** Category links of listed rows: row, category, position. */
  links: Int32Array;
  /** Words of listed rows in order, one per line, and for each where its postings begin; one more start than words. */
  words: string;
  postingStarts: Uint32Array;
  /** Row times two, plus one where the word is in the name and not only in a code. */
  postings: Uint32Array;
}

/** What can be sold, by hash of the SKU in lower case. */
export interface StockSegment {
  kind: "stock";
  skus: Keys;
  /** Less what registers sold since; NaN where nothing is counted. */
  salable: Float64Array;
  inStock: Uint8Array;
  /** 1 of what is sold in whole pieces only. */
  whole: Uint8Array;
  /** Of the few rows that have them, the quantities in which they are sold. */
  bounds: Map<number, Pick<SaleRule, "min" | "max" | "step">>;
}

/** A chunk as it is kept in memory. */
export type Segment = ProductSegment | StockSegment;

/** True for a product that lists show. */
export function isListed(doc: ProductDocument): boolean {
  return doc.enabled && doc.visibility > 1;
}

/** Lays products out, one at each step. */
export function* productSegment(all: readonly ProductDocument[]): Generator<void, ProductSegment> {
  const encoder = new TextEncoder();
  const texts: Uint8Array[] = [];
  const codes: (readonly [number, number])[] = [];
  const children: (readonly [number, number])[] = [];
  for (const [row, doc] of all.entries()) {
    texts.push(encoder.encode(JSON.stringify(slim(doc))));
    for (const code of codesOf(doc)) codes.push([hashOf(code), row]);
    for (const variant of doc.variants ?? []) children.push([variant.id, row]);
    yield;
  }
  const starts = new Uint32Array(all.length + 1);
  texts.forEach((text, row) => (starts[row + 1] = starts[row]! + text.length));
  const docs = new Uint8Array(starts[all.length]!);
  texts.forEach((text, row) => docs.set(text, starts[row]));
  yield;
  const names = all.map((doc) => doc.name.toLowerCase());
  const listed = [...all.keys()].filter((row) => isListed(all[row]!));
  listed.sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : all[a]!.id - all[b]!.id));
  yield;
  const links: number[] = [];
  for (const row of listed) for (const link of all[row]!.categories ?? []) links.push(row, link.id, link.position);
  const words = yield* wordsOf(all, listed);
  const ids = keysOf(all.map((doc, row) => [doc.id, row]));
  yield;
  const codeKeys = keysOf(codes);
  yield;
  return { kind: "product", docs, starts, ids, codes: codeKeys, children: keysOf(children), listed: Uint32Array.from(listed), links: Int32Array.from(links), ...words };
}

/** The codes that mean a product, in lower case. */
export function codesOf(doc: ProductDocument): string[] {
  return [doc.sku, ...(doc.barcodes ?? [])].map((code) => code.toLowerCase());
}

/** Lays stock levels out. */
export function stockSegment(all: readonly StockDocument[]): StockSegment {
  return {
    kind: "stock",
    skus: keysOf(all.map((level, row) => [hashOf(level.sku.toLowerCase()), row])),
    salable: Float64Array.from(all, (level) => (level.salable === undefined ? NaN : Number(level.salable) - Number(level.sold ?? 0))),
    inStock: Uint8Array.from(all, (level) => (level.inStock ? 1 : 0)),
    whole: Uint8Array.from(all, (level) => (level.whole ? 1 : 0)),
    bounds: new Map(all.flatMap(({ rules }, row) => (rules ? [[row, boundsOf(rules)] as const] : []))),
  };
}

function boundsOf({ minSale, maxSale, increments }: NonNullable<StockDocument["rules"]>): Pick<SaleRule, "min" | "max" | "step"> {
  return { ...(minSale && { min: Number(minSale) }), ...(maxSale && { max: Number(maxSale) }), ...(increments && { step: Number(increments) }) };
}

function* wordsOf(all: readonly ProductDocument[], listed: readonly number[]): Generator<void, Pick<ProductSegment, "words" | "postingStarts" | "postings">> {
  const byWord = new Map<string, Set<number>>();
  const note = (text: string, row: number, inName: boolean) => {
    for (const word of tokenize(text.toLowerCase())) {
      let rows = byWord.get(word);
      if (!rows) byWord.set(word, (rows = new Set()));
      if (inName || !rows.has(row * 2 + 1)) rows.add(row * 2 + Number(inName));
    }
  };
  for (const row of listed) {
    const doc = all[row]!;
    note(doc.name, row, true);
    note([doc.sku, ...(doc.barcodes ?? []), ...(doc.variants ?? []).map((v) => v.sku)].join(" "), row, false);
    yield;
  }
  const words = [...byWord.keys()].sort();
  yield;
  const postingStarts = new Uint32Array(words.length + 1);
  words.forEach((word, i) => (postingStarts[i + 1] = postingStarts[i]! + byWord.get(word)!.size));
  const postings = new Uint32Array(postingStarts[words.length]!);
  words.forEach((word, i) => postings.set([...byWord.get(word)!], postingStarts[i]));
  return { words: words.join("\n"), postingStarts, postings };
}

/** Only what the register reads: a hundred thousand whole documents would not fit a tablet. */
function slim(doc: ProductDocument): ProductDocument {
  const { id, sku, type, name, enabled, visibility, taxClass, barcodes, price, special, tiers, categories, options, variants } = doc;
  const { image, smallImage, thumbnail, bundle, members, customOptions, downloads, attributes, attributeSet } = doc;
  return {
    id, sku, type, name, enabled, visibility, taxClass, barcodes, price, prices: distinctPrices(doc), special, tiers, attributes, attributeSet, categories,
    image, smallImage, thumbnail, options, variants, bundle, members, customOptions, downloads,
  };
}

/** The guests' price, and those of groups that pay another. */
function distinctPrices(doc: ProductDocument): ProductDocument["prices"] {
  const guests = doc.prices?.find((p) => p.group === 0) ?? doc.prices?.[0];
  const others = doc.prices?.filter((p) => p.regular !== guests?.regular || p.final !== guests.final || p.min !== guests.min) ?? [];
  return guests && [guests, ...others].map(({ group, regular, final, min }) => ({ group, regular, final, min }));
}
