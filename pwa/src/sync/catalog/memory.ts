import MiniSearch from "minisearch";
import { toMinor } from "../../domain/money";
import { describeChoice } from "../../domain/options";
import {
  type CategoryDocument,
  type Configurable,
  type Item,
  type ProductDocument,
  type StockDocument,
  type StoreDocument,
  guestPrice,
  kindOf,
} from "../../domain/product";
import type { BrowseQuery, BrowseResult, Found } from "../../store/services";
import { cleanQuery, queryWords, tokenize } from "./words";

/** The whole catalog in memory: maps for scans, an index for words, sorted lists for categories. */
export class CatalogMemory {
  store: StoreDocument | null = null;
  private readonly products = new Map<number, ProductDocument>();
  private readonly bySku = new Map<string, number>();
  private readonly byBarcode = new Map<string, number>();
  private readonly parents = new Map<number, number>();
  private readonly stock = new Map<string, StockDocument>();
  private readonly categoryDocs = new Map<number, CategoryDocument>();
  private readonly lists = new Map<number | null, number[]>();
  private readonly words = new MiniSearch<{ id: number; name: string; codes: string }>({
    fields: ["name", "codes"],
    tokenize,
    searchOptions: { tokenize: queryWords, combineWith: "AND", prefix: (term) => term.length > 1, boost: { name: 2 } },
  });

  get size(): number {
    return this.products.size;
  }

  /** Takes a document as it is now; null when it is gone. Kinds are those of the feed, in lower case. */
  put(kind: string, key: string, body: unknown): void {
    switch (kind) {
      case "product":
        this.dropProduct(Number(key));
        if (body) this.addProduct(body as ProductDocument);
        this.lists.clear();
        break;
      case "category":
        if (body) this.categoryDocs.set(Number(key), body as CategoryDocument);
        else this.categoryDocs.delete(Number(key));
        this.lists.clear();
        break;
      case "stock":
        if (body) this.stock.set(key.toLowerCase(), body as StockDocument);
        else this.stock.delete(key.toLowerCase());
        break;
      case "store":
        if (body) this.store = body as StoreDocument;
        break;
    }
  }

  /** The categories to choose from: below the store's root, active and in the menu, in Magento's order. */
  categories(): CategoryDocument[] {
    const root = this.store?.rootCategoryId;
    return [...this.categoryDocs.values()]
      .filter((c) => c.active && c.inMenu && c.id !== root && (root === undefined || c.path.split("/").includes(String(root))))
      .sort((a, b) => a.level - b.level || a.position - b.position || a.id - b.id);
  }

  browse(query: BrowseQuery): BrowseResult {
    const search = cleanQuery(query.search);
    const ids = search.length < 2 ? this.list(query.category) : this.search(search);
    return { items: ids.slice(0, query.limit).map((id) => this.item(this.products.get(id)!)), total: ids.length };
  }

  /** What a scanned or typed code means: a SKU in any letter case, or a barcode. */
  find(code: string): Found {
    const doc = this.byCode(code);
    if (!doc?.enabled) return { kind: "nothing" };
    const kind = kindOf(doc.type);
    if (kind === "unsupported") return { kind: "unsupported", name: doc.name };
    if (kind === "configurable") return { kind: "configurable", product: this.configurable(doc) };
    const item = this.item(doc);
    const parent = this.products.get(this.parents.get(doc.id) ?? -1);
    if (!parent) return { kind: "item", item, name: doc.name, detail: "" };
    const product = this.configurable(parent);
    const image = item.image || product.item.image;
    return { kind: "item", item: { ...item, image }, name: parent.name, detail: describeChoice(product, doc.sku) };
  }

  private byCode(code: string): ProductDocument | undefined {
    const lower = code.toLowerCase();
    // A 12-digit UPC-A is a 13-digit EAN with a leading zero; shops store either.
    const other = /^\d{12}$/.test(code) ? `0${code}` : /^0\d{12}$/.test(code) ? code.slice(1) : code;
    const id = this.bySku.get(lower) ?? this.byBarcode.get(lower) ?? this.byBarcode.get(other);
    return id === undefined ? undefined : this.products.get(id);
  }

  private search(text: string): number[] {
    let hits = this.words.search(text);
    if (hits.length === 0) hits = this.words.search(text, { fuzzy: 0.2 });
    const ids = hits.map((hit) => hit.id as number);
    const exact = this.byCode(text);
    if (!exact?.enabled) return ids;
    const shown = this.isListed(exact) ? exact.id : (this.parents.get(exact.id) ?? exact.id);
    return [shown, ...ids.filter((id) => id !== shown)];
  }

  private list(category: number | null): number[] {
    const kept = this.lists.get(category);
    if (kept) return kept;
    const below = this.below(category);
    const rows: { id: number; position: number; name: string }[] = [];
    for (const doc of this.products.values()) {
      if (!this.isListed(doc)) continue;
      const links = below ? doc.categories?.filter((link) => below.has(link.id)) : [];
      if (below && !links?.length) continue;
      const direct = links?.find((link) => link.id === category);
      rows.push({ id: doc.id, position: direct?.position ?? 0, name: doc.name.toLowerCase() });
    }
    rows.sort((a, b) => a.position - b.position || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
    const ids = rows.map((row) => row.id);
    this.lists.set(category, ids);
    return ids;
  }

  private below(category: number | null): Set<number> | null {
    if (category === null) return null;
    const ids = [...this.categoryDocs.values()].filter((c) => c.path.split("/").includes(String(category)));
    return new Set([category, ...ids.map((c) => c.id)]);
  }

  private configurable(doc: ProductDocument): Configurable {
    const choices = (doc.variants ?? []).flatMap((variant) => {
      const child = this.products.get(variant.id);
      return child?.enabled ? [{ item: this.item(child), values: variant.values }] : [];
    });
    const used = (code: string, id: number) => choices.some((c) => c.values[code] === id);
    const options = (doc.options ?? []).map((o) => ({ ...o, values: o.values.filter((v) => used(o.code, v.id)) }));
    return { item: this.item(doc), options, choices };
  }

  private item(doc: ProductDocument): Item {
    const currency = this.store?.baseCurrency ?? "USD";
    const kind = kindOf(doc.type);
    const variants = kind === "configurable" ? (doc.variants ?? []) : [];
    const prices = variants.flatMap((v) => {
      const child = this.products.get(v.id);
      const price = child?.enabled ? guestPrice(child, currency) : null;
      return price === null ? [] : [price];
    });
    const file = [doc.smallImage, doc.thumbnail, doc.image].find((f) => f && f !== "no_selection");
    const level = this.stock.get(doc.sku.toLowerCase());
    return {
      id: doc.id,
      sku: doc.sku,
      name: doc.name,
      kind,
      taxClass: doc.taxClass,
      price: prices.length ? Math.min(...prices) : guestPrice(doc, currency),
      priceFrom: prices.length > 0 && Math.min(...prices) !== Math.max(...prices),
      image: file && this.store ? `${this.store.baseMediaUrl}catalog/product${file}` : "",
      stock: level
        ? { inStock: level.inStock, salable: level.salable === undefined ? null : Math.floor((toMinor(level.salable, "USD") ?? 0) / 100) }
        : null,
    };
  }

  private isListed(doc: ProductDocument): boolean {
    return doc.enabled && doc.visibility > 1;
  }

  private addProduct(doc: ProductDocument): void {
    this.products.set(doc.id, slim(doc));
    this.bySku.set(doc.sku.toLowerCase(), doc.id);
    for (const barcode of doc.barcodes ?? []) this.byBarcode.set(barcode.toLowerCase(), doc.id);
    for (const variant of doc.variants ?? []) this.parents.set(variant.id, doc.id);
    if (!this.isListed(doc)) return;
    const codes = [doc.sku, ...(doc.barcodes ?? []), ...(doc.variants ?? []).map((v) => v.sku)].join(" ");
    this.words.add({ id: doc.id, name: doc.name, codes });
  }

  private dropProduct(id: number): void {
    const doc = this.products.get(id);
    if (!doc) return;
    this.products.delete(id);
    if (this.bySku.get(doc.sku.toLowerCase()) === id) this.bySku.delete(doc.sku.toLowerCase());
    for (const barcode of doc.barcodes ?? []) {
      if (this.byBarcode.get(barcode.toLowerCase()) === id) this.byBarcode.delete(barcode.toLowerCase());
    }
    for (const variant of doc.variants ?? []) if (this.parents.get(variant.id) === id) this.parents.delete(variant.id);
    if (this.words.has(id)) this.words.discard(id);
  }
}

/** Only what the register reads: a hundred thousand whole documents would not fit a tablet. */
function slim(doc: ProductDocument): ProductDocument {
  const { id, sku, type, name, enabled, visibility, taxClass, barcodes, price, categories, options, variants } = doc;
  const { image, smallImage, thumbnail } = doc;
  const prices = doc.prices?.filter((p, i, all) => p.group === 0 || (i === 0 && !all.some((q) => q.group === 0)));
  return { id, sku, type, name, enabled, visibility, taxClass, barcodes, price, prices, categories, image, smallImage, thumbnail, options, variants };
}
