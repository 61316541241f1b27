import type { ProductDocument } from "../../domain/product";
import type { Products } from "./products";

/** A run of rows of one segment, already in order: by place, then name. place runs parallel to rows; absent is all the same. */
export interface Run {
  products: Products;
  rows: ArrayLike<number>;
  places?: ArrayLike<number>;
}

interface Head {
  run: Run;
  at: number;
  place: number;
  name: string;
  doc: ProductDocument;
}

/** Many sorted runs read as one, only as far as somebody looks: a list of a hundred thousand costs what its first page does. */
export class Merged {
  private readonly docs: ProductDocument[] = [];
  private heads: Head[] | null = null;

  constructor(
    private readonly runs: readonly Run[],
    readonly total: number,
  ) {}

  /** The first documents. */
  take(count: number): ProductDocument[] {
    this.heads ??= this.runs.flatMap((run) => next(run, -1) ?? []);
    while (this.docs.length < count && this.heads.length > 0) {
      let best = 0;
      for (let i = 1; i < this.heads.length; i++) if (isBefore(this.heads[i]!, this.heads[best]!)) best = i;
      const head = this.heads[best]!;
      this.docs.push(head.doc);
      const after = next(head.run, head.at);
      if (after) this.heads[best] = after;
      else this.heads.splice(best, 1);
    }
    return this.docs.slice(0, count);
  }
}

function next(run: Run, at: number): Head | null {
  for (let i = at + 1; i < run.rows.length; i++) {
    const row = run.rows[i]!;
    if (!run.products.isAlive(row)) continue;
    const doc = run.products.doc(row);
    return { run, at: i, place: run.places?.[i] ?? 0, name: doc.name.toLowerCase(), doc };
  }
  return null;
}

function isBefore(a: Head, b: Head): boolean {
  if (a.place !== b.place) return a.place < b.place;
  return a.name < b.name || (a.name === b.name && a.doc.id < b.doc.id);
}
