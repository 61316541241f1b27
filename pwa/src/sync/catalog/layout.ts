import type { ProductDocument, StockDocument } from "../../domain/product";
import { type Segment, productSegment, stockSegment } from "./segment";

/** What names a document of a kind; of the others there is one for each store view. */
const keyOf: Record<string, string> = { category: "id", store: "code" };
const plainKinds = ["category", "store", "pricing"];

/**
 * The most rows of a segment. A chunk may have many more: sorting them all at once would have whoever scans meanwhile wait for it.
 */
export const maxRows = 1_024;
const newline = 10;

/** What is made of a chunk: its products or stock levels in segments, the few documents of other kinds as they are. */
export interface Laid {
  segments: Segment[];
  rows: { kind: string; key: string; body: unknown }[];
}

/** Lays a chunk out for reading, a little at each step; kind is the feed's, in lower case. */
export function* layOut(kind: string, bytes: Uint8Array): Generator<void, Laid> {
  const laid: Laid = { segments: [], rows: [] };
  let docs: unknown[] = [];
  for (const doc of documents(bytes)) {
    docs.push(doc);
    if (docs.length === maxRows) {
      yield* add(laid, kind, docs);
      docs = [];
    }
    yield;
  }
  if (docs.length > 0) yield* add(laid, kind, docs);
  return laid;
}

/** The documents of a chunk, one on each line. */
function* documents(bytes: Uint8Array): Generator<unknown> {
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from);
    const to = end < 0 ? bytes.length : end;
    if (to > from) yield JSON.parse(decoder.decode(bytes.subarray(from, to)));
    from = to + 1;
  }
}

function* add({ segments, rows }: Laid, kind: string, docs: readonly unknown[]): Generator<void> {
  if (kind === "product") segments.push(yield* productSegment(docs as ProductDocument[]));
  else if (kind === "stock") segments.push(stockSegment(docs as StockDocument[]));
  else if (plainKinds.includes(kind)) {
    const field = keyOf[kind];
    for (const body of docs) rows.push({ kind, key: field ? String((body as Record<string, unknown>)[field]) : kind, body });
  }
}
