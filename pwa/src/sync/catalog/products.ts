import type { ProductDocument } from "../../domain/product";
import { firstFrom, hashOf, rowsUnder } from "./columns";
import { type ProductSegment, codesOf } from "./segment";

const decoder = new TextDecoder();

/** A segment in use: documents are read when they are looked at, and rows die when newer ones take their place. */
export class Products {
  private readonly dead = new Set<number>();
  private split: string[] | null = null;

  constructor(readonly data: ProductSegment) {}

  /** How many products it holds that are still current. */
  get size(): number {
    return this.data.starts.length - 1 - this.dead.size;
  }

  /** The words in order; split from their lines the first time. */
  get words(): string[] {
    this.split ??= this.data.words === "" ? [] : this.data.words.split("\n");
    return this.split;
  }

  isAlive(row: number): boolean {
    return !this.dead.has(row);
  }

  doc(row: number): ProductDocument {
    const { docs, starts } = this.data;
    return JSON.parse(decoder.decode(docs.subarray(starts[row], starts[row + 1]))) as ProductDocument;
  }

  /** All documents that are still current. */
  current(): ProductDocument[] {
    return [...this.data.starts.keys()].slice(0, -1).filter((row) => this.isAlive(row)).map((row) => this.doc(row));
  }

  /** The current row of a product; undefined when it is not here. */
  rowOf(id: number): number | undefined {
    return rowsUnder(this.data.ids, id).find((row) => this.isAlive(row));
  }

  kill(row: number): void {
    this.dead.add(row);
  }

  /** The product that a code in lower case means. */
  byCode(code: string): ProductDocument | undefined {
    for (const row of rowsUnder(this.data.codes, hashOf(code))) {
      if (!this.isAlive(row)) continue;
      const doc = this.doc(row);
      if (codesOf(doc).includes(code)) return doc;
    }
    return undefined;
  }

  /** The product that a variant belongs to. */
  parentOf(id: number): ProductDocument | undefined {
    const row = rowsUnder(this.data.children, id).find((r) => this.isAlive(r));
    return row === undefined ? undefined : this.doc(row);
  }

  /** The places of the words that begin with a text: from the first up to, not including, the last. */
  wordsFrom(start: string): [number, number] {
    return [firstFrom(this.words, start), firstFrom(this.words, `${start}\uffff`)];
  }

  /** The listed rows of categories, with their position in the one that was asked for. */
  inCategories(below: ReadonlySet<number>, asked: number): Map<number, number> {
    const { links } = this.data;
    const positions = new Map<number, number>();
    for (let i = 0; i < links.length; i += 3) {
      const row = links[i]!;
      const category = links[i + 1]!;
      if (!below.has(category)) continue;
      if (category === asked) positions.set(row, links[i + 2]!);
      else if (!positions.has(row)) positions.set(row, 0);
    }
    return positions;
  }
}
