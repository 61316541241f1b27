import { type Choices, asMagentoTakes, bundleParts, defaultBundle, describeChoices, missingChoice } from "../../domain/choices";
import { describeChoice } from "../../domain/options";
import { type PricingDocument, pricingOfStore } from "../../domain/pricing";
import {
  type CategoryDocument,
  type Configurable,
  type Item,
  type ProductDocument,
  type StockDocument,
  type StoreDocument,
  guestPrice,
  hasOptions,
  kindOf,
} from "../../domain/product";
import { sellableOf } from "../../domain/sellable";
import type { Ruled } from "../../domain/sold";
import type { BrowseQuery, BrowseResult, Found, Grouped, Sold } from "../../store/services";
import { atOnce } from "./breathe";
import { Merged, type Run } from "./merged";
import { Products } from "./products";
import { search } from "./search";
import { type Segment, isListed, productSegment } from "./segment";
import { Stock } from "./stock";
import { cleanQuery, queryWords } from "./words";

/** So many small segments of changes are made one: each question asks every segment. */
const manySmall = 24;
const keptLists = 50;

/** The whole catalog in memory: segments as they were downloaded, and newer ones that take the place of single rows. */
export class CatalogMemory {
  store: StoreDocument | null = null;
  /** What totals are calculated by: the pricing document, else what the store view's tells; null before that is known. */
  pricing: PricingDocument | null = null;
  private pricingArrived = false;
  private segments: Products[] = [];
  private small: Products[] = [];
  private readonly stock: Stock;
  private readonly categoryDocs = new Map<number, CategoryDocument>();
  private readonly lists = new Map<string, Merged[]>();

  /** Unsent are pieces that were sold and that stock levels cannot know of, by SKU in lower case. */
  /** What was chosen is described as people write in locale. */
  constructor(unsent: ReadonlyMap<string, number> = new Map(), private readonly locale = "en-US") {
    this.stock = new Stock(unsent);
  }

  /** How many products there are. */
  get size(): number {
    return this.all().reduce((sum, products) => sum + products.size, 0);
  }

  /** Takes a segment of documents that are in no other. */
  add(segment: Segment): void {
    this.lists.clear();
    if (segment.kind === "stock") this.stock.add(segment);
    else this.segments.push(new Products(segment));
  }

  /** Takes documents as they are now; a body is null when it is gone. Kinds are those of the feed, in lower case. */
  put(rows: readonly { kind: string; key: string; body: unknown }[]): void {
    this.lists.clear();
    const products = new Map<number, ProductDocument | null>();
    for (const { kind, key, body } of rows) {
      if (kind === "product") products.set(Number(key), body as ProductDocument | null);
      else if (kind === "stock") this.stock.put(key, body as StockDocument | null);
      else if (kind === "store" && body) this.takeStore(body as StoreDocument);
      else if (kind === "pricing" && body) this.takePricing(body as PricingDocument);
      else if (kind === "category" && body) this.categoryDocs.set(Number(key), body as CategoryDocument);
      else if (kind === "category") this.categoryDocs.delete(Number(key));
    }
    if (products.size > 0) this.replace(products);
  }

  /** The categories to choose from: below the store's root, active and in the menu, in Magento's order. */
  categories(): CategoryDocument[] {
    const root = this.store?.rootCategoryId;
    return [...this.categoryDocs.values()]
      .filter((c) => c.active && c.inMenu && c.id !== root && (root === undefined || c.path.split("/").includes(String(root))))
      .sort((a, b) => a.level - b.level || a.position - b.position || a.id - b.id);
  }

  browse(query: BrowseQuery): BrowseResult {
    if (query.skus) {
      const items = query.skus.flatMap((sku) => {
        const doc = this.shownFor(sku.toLowerCase());
        return doc ? [this.item(doc)] : [];
      });
      return { items, total: items.length };
    }
    const text = cleanQuery(query.search).toLowerCase();
    const exact = text.length < 2 ? undefined : this.shownFor(text);
    const lists = text.length < 2 ? this.list(query.category) : this.found(text);
    const docs: ProductDocument[] = exact ? [exact] : [];
    const offset = query.offset ?? 0;
    const until = offset + query.limit;
    let total = 0;
    for (const list of lists) {
      total += list.total;
      if (docs.length < until) docs.push(...list.take(until - docs.length + 1).filter((doc) => doc.id !== exact?.id));
    }
    return { items: docs.slice(offset, until).map((doc) => this.item(doc)), total: Math.max(total, exact ? 1 : 0) };
  }

  /** What a scanned or typed code means: a SKU in any letter case, or a barcode. */
  find(code: string): Found {
    const doc = this.byCode(code);
    if (!doc?.enabled) return { kind: "nothing" };
    const kind = kindOf(doc);
    if (kind === "configurable") return { kind, product: this.configurable(doc) };
    if (kind === "grouped") return { kind, item: this.item(doc), members: this.members(doc) };
    if (!hasOptions(doc)) {
      const sold = this.sold(doc, {});
      return sold ? { kind: "item", ...sold } : { kind: "nothing" };
    }
    const choices: Choices = doc.bundle ? { bundle: defaultBundle(doc.bundle) } : {};
    return { kind: "options", item: this.item(doc), asks: doc, parts: this.parts(doc), choices };
  }

  /** A product with what was chosen of its options, ready for an order; null when it is not for sale, or a choice is missing. */
  sell(sku: string, choices: Choices): Sold | null {
    const doc = this.byCode(sku);
    return doc?.enabled && missingChoice(doc, choices) === null ? this.sold(doc, choices) : null;
  }

  /** Reads once what the first search would read, segment by segment: call it when nobody waits. */
  *warmUp(): Generator<void> {
    for (const products of this.segments) {
      void products.words.length;
      yield;
    }
    this.browse({ search: "", category: null, limit: 1 });
  }

  private takePricing(pricing: PricingDocument): void {
    this.pricing = pricing;
    this.pricingArrived = true;
  }

  private takeStore(store: StoreDocument): void {
    this.store = store;
    if (!this.pricingArrived) this.pricing = pricingOfStore(store);
  }

  private all(): Products[] {
    return [...this.small, ...this.segments];
  }

  private replace(rows: ReadonlyMap<number, ProductDocument | null>): void {
    for (const products of this.all()) {
      for (const id of rows.keys()) {
        const row = products.rowOf(id);
        if (row !== undefined) products.kill(row);
      }
    }
    let fresh = [...rows.values()].filter((doc) => doc !== null);
    if (this.small.length >= manySmall) {
      fresh = [...this.small.flatMap((products) => products.current()), ...fresh];
      this.small = [];
    }
    if (fresh.length > 0) this.small.push(new Products(atOnce(productSegment(fresh))));
  }

  private byCode(code: string): ProductDocument | undefined {
    const lower = code.toLowerCase();
    // A 12-digit UPC-A is a 13-digit EAN with a leading zero; shops store either.
    const other = /^\d{12}$/.test(code) ? `0${code}` : /^0\d{12}$/.test(code) ? code.slice(1) : null;
    const docs = this.all().flatMap((products) => products.byCode(lower) ?? []);
    const bySku = docs.find((doc) => doc.sku.toLowerCase() === lower);
    return bySku ?? docs[0] ?? (other === null ? undefined : this.all().flatMap((products) => products.byCode(other) ?? [])[0]);
  }

  private byId(id: number): ProductDocument | undefined {
    for (const products of this.all()) {
      const row = products.rowOf(id);
      if (row !== undefined) return products.doc(row);
    }
    return undefined;
  }

  private parentOf(id: number): ProductDocument | undefined {
    for (const products of this.all()) {
      const parent = products.parentOf(id);
      if (parent) return parent;
    }
    return undefined;
  }

  /** What a list shows for a whole code: the product, or the one that it is a variant of. */
  private shownFor(code: string): ProductDocument | undefined {
    const exact = this.byCode(code);
    if (!exact?.enabled) return undefined;
    return isListed(exact) ? exact : (this.parentOf(exact.id) ?? exact);
  }

  private found(text: string): Merged[] {
    const words = queryWords(text);
    return this.kept(`words ${words.join(" ")}`, () => {
      const lists = search(this.all(), words, false);
      return lists.length > 0 ? lists : search(this.all(), words, true);
    });
  }

  private list(category: number | null): Merged[] {
    return this.kept(`category ${String(category)}`, () => {
      const runs = this.all().map((products) => (category === null ? everything(products) : this.inCategory(products, category)));
      return [new Merged(runs, runs.reduce((sum, run) => sum + run.rows.length, 0))];
    });
  }

  private kept(key: string, make: () => Merged[]): Merged[] {
    const known = this.lists.get(key);
    if (known) return known;
    if (this.lists.size >= keptLists) this.lists.clear();
    const made = make();
    this.lists.set(key, made);
    return made;
  }

  private inCategory(products: Products, category: number): Run {
    const inside = [...this.categoryDocs.values()].filter((c) => c.path.split("/").includes(String(category)));
    const positions = products.inCategories(new Set([category, ...inside.map((c) => c.id)]), category);
    const rows = [...products.data.listed].filter((row) => positions.has(row) && products.isAlive(row));
    // Rows come by name, and sorting keeps that among equal places.
    rows.sort((a, b) => positions.get(a)! - positions.get(b)!);
    return { products, rows, places: rows.map((row) => positions.get(row)!) };
  }

  private sold(doc: ProductDocument, answers: Choices): Sold | null {
    const choices = asMagentoTakes(doc, answers);
    const product = sellableOf(doc, choices, {
      product: (id) => this.byId(id),
      category: (id) => this.categoryDocs.get(id),
      root: this.store?.rootCategoryId ?? 0,
      attributes: this.pricing?.attributes ?? [],
    });
    if (!product) return null;
    const chosen = { ...(Object.keys(choices).length > 0 && { choices }), ...this.rules(doc, choices) };
    const item = this.item(doc);
    const what = describeChoices(doc, choices, this.parts(doc), this.locale);
    const parent = this.parentOf(doc.id);
    if (!parent) return { item, name: doc.name, detail: what, product, ...chosen };
    const configurable = this.configurable(parent);
    const detail = [describeChoice(configurable, doc.sku), what].filter(Boolean).join(", ");
    return { item: { ...item, image: item.image || configurable.item.image }, name: parent.name, detail, product, ...chosen };
  }

  /** In what quantities the product itself is sold, or a bundle's parts, each counted once whatever its options. */
  private rules(doc: ProductDocument, choices: Choices): Ruled {
    const parts = doc.bundle && bundleParts(doc.bundle, choices.bundle ?? []);
    const each = new Map<string, number>(parts ? [] : [[doc.sku, 1]]);
    for (const { selection, quantity } of parts ?? []) {
      const sku = this.byId(selection.productId)?.sku ?? selection.sku;
      each.set(sku, (each.get(sku) ?? 0) + Number(quantity));
    }
    const rules = [...each].flatMap(([sku, n]) => this.stock.rules(sku, n));
    return rules.length > 0 ? { rules } : {};
  }

  /** The names of the products that a bundle is made of, by id. */
  private parts(doc: ProductDocument): Map<number, string> {
    const ids = (doc.bundle?.options ?? []).flatMap((option) => (option.selections ?? []).map((s) => s.productId));
    return new Map(ids.map((id) => [id, this.byId(id)?.name ?? ""]));
  }

  private members(doc: ProductDocument): Grouped["members"] {
    return (doc.members ?? []).flatMap(({ productId, quantity }) => {
      const member = this.byId(productId);
      return member?.enabled ? [{ item: this.item(member), quantity: Number(quantity), ...this.rules(member, {}) }] : [];
    });
  }

  private configurable(doc: ProductDocument): Configurable {
    const choices = (doc.variants ?? []).flatMap((variant) => {
      const child = this.byId(variant.id);
      return child?.enabled ? [{ item: this.item(child), values: variant.values }] : [];
    });
    const used = (code: string, id: number) => choices.some((c) => c.values[code] === id);
    const options = (doc.options ?? []).map((o) => ({ ...o, values: o.values.filter((v) => used(o.code, v.id)) }));
    return { item: this.item(doc), options, choices };
  }

  private item(doc: ProductDocument): Item {
    const currency = this.store?.baseCurrency ?? "USD";
    const kind = kindOf(doc);
    const variants = kind === "configurable" ? (doc.variants ?? []) : [];
    const prices = variants.flatMap((v) => {
      const child = this.byId(v.id);
      const price = child?.enabled ? guestPrice(child, currency) : null;
      return price === null ? [] : [price];
    });
    const file = [doc.smallImage, doc.thumbnail, doc.image].find((f) => f && f !== "no_selection");
    return {
      id: doc.id,
      sku: doc.sku,
      name: doc.name,
      kind,
      taxClass: doc.taxClass,
      price: prices.length ? Math.min(...prices) : guestPrice(doc, currency),
      priceFrom: kind === "grouped" || doc.bundle !== undefined || (prices.length > 0 && Math.min(...prices) !== Math.max(...prices)),
      image: file && this.store ? `${this.store.baseMediaUrl}catalog/product${file}` : "",
      stock: this.stock.of(doc.sku),
    };
  }
}

function everything(products: Products): Run {
  return { products, rows: products.data.listed.filter((row) => products.isAlive(row)) };
}
